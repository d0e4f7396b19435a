"""What is sold, and how it is offered.

`products/`  products, their prices and taxes
`quotes/`    quotes: written, sent and frozen, revised, accepted or declined, expired
"""
