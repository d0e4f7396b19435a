"""Work too long for a request: a job takes it chunk by chunk, another one goes on where it handed over or died.

From `outbox/` it differs in what is owed: one large piece of which the place is what matters, not many rows. The words are the same:
attempts, a shift after which a job hands over, a sweep.

`tasks.py`   enqueues the job; a sweep resumes what a dead worker left
`running.py` the job: as the user who asked, each chunk in one transaction with the place reached
`status.py`  where the work stands

What is asked stands in a record, beside fields of the mechanism: `status`, `attempts`, `beat_on`, `failure`, `finished_on` and one
for the place reached. Its controller's `progress()` is what the desk is told. An import and a bulk change are such work.
"""
