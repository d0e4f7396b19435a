"""Which lines have no tax without anybody having said so (pure)."""

from collections.abc import Iterable, Sequence


def untaxed(lines: Sequence, nets: Iterable[float]) -> list[int]:
	"""Return the places, from 1, of lines that cost something and have neither a tax class nor a rate.

	A class of 0 % says that there is no tax; a rate of 0 by itself is what nobody has typed. A line has `tax_class` and `tax_rate`, in percent.
	"""
	return [
		place
		for place, (line, net) in enumerate(zip(lines, nets, strict=True), start=1)
		if net and not line.tax_class and not float(line.tax_rate or 0)
	]
