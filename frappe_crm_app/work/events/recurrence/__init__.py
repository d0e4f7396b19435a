"""When an event takes place, without a database: local time and zone are kept, so that a series stays at its hour when clocks change.

`rule.py`      a recurrence rule, read and refused
`series.py`    an event's time, and its occurrences in a window
`wall_time.py` moments of a zone's clock
"""
