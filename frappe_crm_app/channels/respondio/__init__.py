"""New prospects at respond.io, each exactly once; and what happens there on the contact's timeline.

Outwards:
`outbox.py`    writes what is owed, in the transaction that makes, changes or merges a prospect
`choice.py`    which prospects are sent (CRM Respondio Settings)
`tasks.py`     enqueues; a sweep picks up what is due and what a dead worker left
`sending.py`   the job: takes a row, does what is left of it, notes how far it came or when to try again
`lease.py`     whose a row is while it is worked at
`steps.py`     upsert, open, assign, lifecycle, read back; `merging.py` merges two contacts there
`person.py`    who of a prospect is written to, with the values that respond.io gets
`client.py`    speaks HTTP: plain values in, typed results out, no frappe
`address.py`   where the token may be sent
`rate.py`      one rate limit for all workers, in Redis
`pausing.py`   stops everything when the token is refused, and tells the administrators once

Inwards:
`signature.py` whether a webhook's body is respond.io's (no frappe)
`webhook.py`   receives, checks, stores: answers at once
`payload.py`   what a body says, read leniently (no frappe)
`events.py`    the job: a follow-up note for each event that is news
`matching.py`  whose event it is

`api.py` holds what the desk calls, `state.py` how the sync of a record stands, `setup.py` what a site begins with.
"""
