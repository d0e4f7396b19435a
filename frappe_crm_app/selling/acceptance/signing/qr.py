"""An address as a picture that phones read, as SVG (pure)."""

import pyqrcode

QUIET = 2  # modules of white around it


def qr_svg(address: str) -> str:
	"""Return a QR code of an address, black on white, as an SVG without a size of its own."""
	rows = pyqrcode.create(address, error="M").code
	size = len(rows) + 2 * QUIET
	squares = "".join(
		f"M{x + QUIET} {y + QUIET}h1v1h-1z"
		for y, row in enumerate(rows)
		for x, is_dark in enumerate(row)
		if is_dark
	)
	return (
		f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
		f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{squares}" fill="#000"/></svg>'
	)
