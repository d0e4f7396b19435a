"""New prospects at respond.io, each exactly once; and what happens there on the contact's timeline.

Outwards:
`outbox.py`    writes what is owed, in the transaction that makes, changes or merges a prospect
`choice.py`    which prospects are sent (CRM Respondio Settings)
`tasks.py`     what rows and events are for the engine (`kit/outbox/`), which gives them to jobs and retries
`sending.py`   does what is left of a row, notes how far it came, or says why not and when to try again
`lease.py`     a row that has changed while it was worked at is not done
`steps.py`     upsert, open, assign, lifecycle, read back; `merging.py` merges two contacts there
`person.py`    who of a prospect is written to, with the values that respond.io gets
`client.py`    speaks HTTP: plain values in, typed results out, no frappe
`address.py`   where the token may be sent
`rate.py`      one rate limit for all workers
`workflow_step.py` a step of workflow rules that owes a prospect
`pausing.py`   stops everything when the token is refused, and tells the administrators once

Messages (`channels/messaging/`): `provider.py` sends them and asks about them, `message_calls.py` the calls of the API, `sources.py`
which of its channels are SMS and WhatsApp, `message_log.py` logs what events tell of them.

Inwards:
`signature.py` whether a webhook's body is respond.io's (no frappe)
`webhook.py`   receives, checks, stores: answers at once
`payload.py`   what a body says, read leniently (no frappe)
`events.py`    a follow-up note for each event that is news
`matching.py`  whose event it is

`api.py` holds what the desk calls, `state.py` how the sync of a record stands, `setup.py` what a site begins with.
"""
