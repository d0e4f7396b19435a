"""What somebody has to look after, each part defined once: the Today page, tiles, the digest and lists count and show the same.

`day.py`      a person's present day, from its midnight to the end of its week, on the site's clock
`parts.py`    the parts: overdue, today, this week, without a date, deals that need a look, new leads
`reading.py`  how many there are of each and which come first, by the rule of who sees what
"""
