"""What moves with a date: shown first, accepted, undone.

`reading.py`   a project's plan from the database
`shown.py`     what moves, in words and as rows; a fingerprint of it
`accepting.py` writes what was accepted, set-based, and a CRM Plan Change of it
`undoing.py`   puts back what a CRM Plan Change moved
`telling.py`   tells the participants
"""
