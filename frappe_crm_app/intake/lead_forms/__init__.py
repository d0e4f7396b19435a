"""What strangers send through public forms: stored first, answered at once, turned into leads by a job.

`api.py`         the guest's endpoints (`get_token`, `submit`, `confirm`) and the reviewers' (`release`, `discard`, `retry`)
`web_form.py`    the other door: Frappe's Web Form page and its `accept`, led to the same storing
`forms.py`       which form is meant, who may send it, which questions it has
`answers.py`     reads what was sent: known questions, storable texts, sizes (pure)
`tokens.py`      signed, expiring, one-time tokens and confirmation keys; `keys.py` derives the keys they are signed with
`suspicion.py`   honeypot, time to fill in, token, limits (`limits.py`, in Redis), proof of work (`proof_of_work.py`)
`receiving.py`   what both doors do with a submission: read, judge, store
`storing.py`     one row per submission, whatever it is suspected of; the same one sent twice is stored once
`tasks.py`       what submissions are for the engine (`kit/outbox/`), which locks each, has it processed and marks it
`processing.py`  contact, customer, note and notification from one submission, in one transaction
`leads.py`, `round_robin.py`, `note.py`, `notifying.py`, `confirmation.py`  its steps
`review.py`      releases or discards what was quarantined, retries what failed
`retention.py`   forgets hashes and old submissions, daily
`stages.py`      keeps the stage of an open form from being archived
`shipping.py`    the form that comes with the app
`event_kinds.py` what may happen to a submission, for who listens
`origins.py`     other sites: which may frame a form or send to it; `headers.py` says so to browsers

Nothing a guest's request does depends on whether a contact exists: only the job looks.
"""
