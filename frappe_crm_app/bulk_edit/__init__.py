"""One change to many records: reassigning, deleting, handing over all of one user's records to another.

`selection.py` which records: the named ones, those of a filter, or all of a user
`changes.py`   carries a change out record by record, so that each one's permission and rules hold
`start.py`     at once up to a limit, beyond it as a CRM Bulk Change that a job works off
`running.py`   the job: chunk by chunk, each with its counts in one transaction
`tasks.py`     enqueues it; a sweep resumes what a dead worker left
"""
