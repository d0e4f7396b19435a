"""What comes in, and many records at once.

`contact_import/` people from a file    `lead_forms/` what strangers send    `bulk_edit/` one change to many records
`subscriptions/` who subscribes to mailing lists, and unsubscribes
`contact_upsert/` people from a script    `frappe_import/` cells that Frappe's Data Import would read wrongly
"""
