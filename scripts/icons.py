"""The app's icon as PNG, for phones that take no SVG: drawn from `crm-desk.svg`, which holds nothing but rounded rectangles.

`python -m scripts.icons` writes them anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
	from PIL.Image import Image

IMAGES = Path(__file__).resolve().parents[1] / "frappe_crm_app/public/images"
SVG = IMAGES / "crm-desk.svg"
UNITS = 64  # of the drawing, each way
FINENESS = 8  # how many pixels are drawn for one that is stored, each way


@dataclass(frozen=True)
class Icon:
	"""A PNG of `size` pixels each way; where it `fills` them, the ground has no round corners: the phone cuts its own."""

	name: str
	size: int
	fills: bool


ICONS = (
	Icon("crm-desk-180.png", 180, fills=True),
	Icon("crm-desk-192.png", 192, fills=False),
	Icon("crm-desk-512.png", 512, fills=False),
	Icon("crm-desk-maskable-512.png", 512, fills=True),
)


@dataclass(frozen=True)
class Rectangle:
	"""One of the drawing's, in its units, with its colour as RGBA."""

	x: float
	y: float
	width: float
	height: float
	radius: float
	color: tuple[int, int, int, int]


def rectangles(svg: str) -> Iterator[Rectangle]:
	"""Yield the rectangles of the drawing, those behind first; raises `ValueError` for whatever else it holds."""
	for shape in ElementTree.fromstring(svg):
		if shape.tag.rpartition("}")[2] != "rect":
			raise ValueError(f"{shape.tag} is no rectangle")
		place = (float(shape.get(name, 0)) for name in ("x", "y", "width", "height", "rx"))
		yield Rectangle(*place, color_of(shape.attrib["fill"], float(shape.get("opacity", 1))))


def color_of(fill: str, opacity: float) -> tuple[int, int, int, int]:
	"""Return `#rgb` or `#rrggbb` as RGBA."""
	digits = fill.removeprefix("#")
	digits = digits if len(digits) > 3 else "".join(digit * 2 for digit in digits)
	red, green, blue = bytes.fromhex(digits)
	return red, green, blue, round(255 * opacity)


def draw(icon: Icon) -> "Image":
	"""Return the icon as a picture."""
	from PIL import Image, ImageDraw

	fine = icon.size * FINENESS
	scale = fine / UNITS
	picture = Image.new("RGBA", (fine, fine))
	for number, shape in enumerate(rectangles(SVG.read_text(encoding="utf-8"))):
		layer = Image.new("RGBA", picture.size)
		box = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
		left, top, right, bottom = (round(edge * scale) for edge in box)
		radius = 0 if icon.fills and not number else shape.radius * scale
		ImageDraw.Draw(layer).rounded_rectangle((left, top, right - 1, bottom - 1), radius, shape.color)
		picture.alpha_composite(layer)
	return picture.reduce(FINENESS).convert("RGB" if icon.fills else "RGBA")


def main() -> None:
	for icon in ICONS:
		draw(icon).save(IMAGES / icon.name, optimize=True)


if __name__ == "__main__":
	main()
