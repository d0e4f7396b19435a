"""Frappe's Data Import of our records: what it would store wrongly without a word is refused.

`cells.py` amounts and dates as they stand in the file, which no controller gets to see

Frappe makes 1.23 of `1.234,56`, 0 of `12k`, and guesses in which order a column's dates are written.
"""
