"""Conditions on a record: a tree of tests that somebody has put together, asked of one record or of a whole table.

`fields.py`     what a test may be about: the fields of a DocType, and of records that it links to
`trees.py`      the tree, read from JSON and refused where it says nothing
`operators.py`  what may be asked, each once, for a value of Python as for a column
`held.py`       how a value and a column are made comparable: one rule for texts, numbers and dates
`present.py`    now, and by whose calendar a day begins
`predicate.py`  the tree asked of one record, as it is and as it was
`criterion.py`  the tree asked of a table, as part of a query

Both ways answer the same on both databases (`tests/site/kit/conditions`). The rules that make them agree:

- Texts are compared in lower case, letter by letter; accents count, blanks at the end do not. What is not filled is an empty text.
- Choices and links are compared as they are stored, blanks at the end apart.
- A number that is not filled is 0, as everywhere in Frappe; numbers are compared with nine decimals, the most that is stored.
- A date that is not filled fulfils no comparison. Days begin and end by the calendar in `Present`.
- *Not* means the opposite: a text that is not filled does not contain anything.
"""
