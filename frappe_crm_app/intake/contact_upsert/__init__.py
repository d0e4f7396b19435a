"""Many people at once from a script: those that are known are updated, the others made, set-based as in an import.

`api.py`        the endpoint `frappe_crm_app.identity.api.upsert_contacts`
`upserting.py`  what becomes of each person
`replaying.py`  the answer to a call that is sent again with its `Idempotency-Key`

What a person is and who is known is `contact_import`'s to say: the same normalising, matching and writing.
"""
