"""Addresses under which calendar programs read somebody's calendar.

`api.py`      making, renewing and ending one's feeds; the feed itself, for whoever has its address
`keeping.py`  feeds and their tokens          `entries.py` what stands in one, as its user sees it now
`answering.py` the calendar as an answer, or that it is the same as before
"""
