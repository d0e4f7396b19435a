"""What can be sold, its price in each currency, and its tax.

`checking.py` what a product and a tax class may hold: called by their controllers
`pricing.py`  what a product brings to a line of a quote
"""
