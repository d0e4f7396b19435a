"""The invented world of the demo.

`places.py`, `names.py`, `companies.py`, `offers.py` (what is sold), `products.py` (how it is put on quotes), `onboarding.py` (what projects consist of), and what salespeople write:
`texts_done.py`, `texts_planned.py`, `texts_allies.py`, `texts_mails.py`, `texts_campaigns.py`.

Any likeness to real people or companies is chance. Email and web domains end in `.example`, which nobody can own, and
phone numbers come from ranges set aside for fiction where a country has one.
"""
