"""The people of a deal, what each has to say in it, and which of them is its contact.

`in_step.py` the deal's `contact` and the row marked primary say the same
`merging.py` of two people who become one, a deal has one row; and two again when that is undone
`leaving.py` who is deleted is nobody's person any more

The controllers of CRM Sales Deal and CRM Contact call these; merging does by its hooks.
"""
