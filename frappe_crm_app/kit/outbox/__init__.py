"""The one engine for owed work: what is owed is a row, written in the transaction that owes it, and worked off by jobs.

`tasks.py`    `Outbox`, what each kind of owed work is described by; enqueues its job once after a commit; the sweep finds what a crash left
`running.py`  the job: does what is due, each row once, and hands over
`rows.py`     rows with status, attempts and next attempt: which are due, what becomes of one that failed, retrying by hand
`by_lock.py`  a row is held by its lock while it is done: short work, all of it in the database
`by_lease.py` a row is held by a lease while it is done: long work with HTTP, no transaction open
`by_mark.py`  what is owed has no row of its own, only a mark that it was done
`backoff.py`  when to try again, and when to give up (no frappe)
`outcomes.py` what a function that does a row may raise (no frappe)
`turns.py`    those about one record one after the other
`slots.py`    limits shared by all workers: how many at once, how many in a second

`README.md` says how to become the next user.
"""
