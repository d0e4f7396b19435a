"""How our charts look, in reports and on the workspace alike: one palette, which can be told apart on light and dark grounds.

They are drawn at once. While Frappe's chart library (frappe-charts) animates a chart, a copy stands in its place; drawn anew in that
moment, as widths settle, it removes what is not there ("removeChild") and stays half drawn.
"""

PALETTE = [
	"#2490ef",
	"#2a9d64",
	"#7b5cd6",
	"#e39d1a",
	"#d1495b",
	"#1f9e9e",
	"#8d99a6",
	"#c27f0c",
	"#5f43b0",
	"#b9c3cc",
]
LOOK = {"colors": PALETTE, "animate": 0, "disableEntryAnimation": 1}
