"""What the figures say, as a table and as JSON."""

import json
from dataclasses import asdict, dataclass

from frappe_crm_app.benchmark.clock import Figures

HEADER = ("measure", "median", "p95", "queries", "floor", "floor is", "ratio", "growth")


@dataclass(frozen=True)
class Result:
	"""A measure's figures on a site with `contacts` contacts; `growth` is ours beside ours at the size before."""

	key: str
	title: str
	contacts: int
	ours: Figures
	floor: Figures
	floor_title: str
	is_page: bool
	growth: float | None = None

	@property
	def ratio(self) -> float:
		return self.ours.median / self.floor.median


def table(results: list[Result]) -> str:
	"""Return the results of one size as lines with columns."""
	rows = [HEADER, *map(cells, results)]
	widths = [max(len(row[place]) for row in rows) for place in range(len(HEADER))]
	return "\n".join(line(row, widths) for row in rows)


def cells(result: Result) -> tuple[str, ...]:
	ours, floor = result.ours, result.floor
	growth = "" if result.growth is None else f"{result.growth:.2f}"
	return (
		result.title, milliseconds(ours.median), milliseconds(ours.p95), str(ours.queries),
		milliseconds(floor.median), result.floor_title, f"{result.ratio:.2f}", growth if result.is_page else "",
	)  # fmt: skip


def milliseconds(seconds: float) -> str:
	return f"{seconds * 1000:,.1f} ms"


def line(row: tuple[str, ...], widths: list[int]) -> str:
	"""Texts stand left, numbers right."""
	is_text = (True, False, False, False, False, True, False, False)
	padded = (
		text.ljust(width) if left else text.rjust(width)
		for text, width, left in zip(row, widths, is_text, strict=True)
	)
	return "  ".join(padded).rstrip()


def as_json(results: list[Result], setting: dict) -> str:
	"""Return everything measured; seconds, not milliseconds."""
	measured = [asdict(result) | {"ratio": result.ratio} for result in results]
	return json.dumps({"setting": setting, "measures": measured}, indent=1)
