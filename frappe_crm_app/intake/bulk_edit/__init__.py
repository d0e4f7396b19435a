"""One change to many records: reassigning, moving to a stage, tagging, deleting, handing over all of one user's records to another.

`api.py`       the endpoints
`selection.py` which records: the named ones, those of a filter, or all of a user
`changes.py`   carries a change out record by record, so that each one's permission and rules hold
`start.py`     at once up to a limit, beyond it as a CRM Bulk Change that a job works off
`running.py`   a chunk of the job (`resumable_job/`): changes and counts in one transaction
`tasks.py`     the job, and the sweep that resumes what a dead worker left
"""
