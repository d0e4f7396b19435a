"""What is sold, and how it is offered.

`products/`  products, their prices and taxes
`acceptance/` the page on which a customer accepts a quote, the proof of it, and verifying it
`quote_desk/` what the desk shows of quotes
`quotes/`    quotes: written, sent and frozen, revised, accepted or declined, expired
"""
