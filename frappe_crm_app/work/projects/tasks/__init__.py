"""Notes that are tasks of a project.

`rules.py`   what saving one asks: its project, milestone and days
`waiting.py` what it waits for: of the same project, and in no circle
`moving.py`  a task moves on the board
`leaving.py` what is left where one is deleted
"""
