"""Money as `Decimal`, never as a float: what lines come to, with their tax (no frappe).

`decimals.py`  numbers read exactly and rounded half up
`computing.py` nets, taxes and totals of lines
"""
