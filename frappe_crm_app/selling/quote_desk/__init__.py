"""What the desk shows of quotes: their form, the sections of other records' pages, the board's cards, Today, the search.

`api.py`      the endpoints of a quote's form
`page.py`     what the form shows above its fields: lines, totals, versions, what happened
`changes.py`  what a version changes in the lines of the one before it, in words
`history.py`  what happened to a quote, whoever did it: sent, seen, asked, accepted
`typing.py`   lines while they are typed: what a product brings, what they come to
`addressing.py` whom a quote goes to, and what its mail says at first
`chips.py`    the chips above the list, each some filters of it
`sections.py` the quotes of a customer, a deal, a contact
`cards.py`    what the board's cards say of a deal's quote
`agenda.py`   quotes on the Today page
`timeline.py` what customers did with quotes, in timelines
`search.py`   by what quotes are found, also in link fields
"""
