"""The invented world of the demo: places, names of people, companies, what is sold, and what salespeople write.

Any likeness to real people or companies is chance. Email and web domains end in `.example`, which nobody can own, and
phone numbers come from ranges set aside for fiction where a country has one.
"""
