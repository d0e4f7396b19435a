"""Mails that people write from a record, with Frappe's own dialog and by Frappe's own mail accounts.

`api.py`       the endpoint that the dialog asks instead of the list of mail accounts (`public/js/crm_desk/composer.js`)
`signature.py` how such a mail is signed
`reading/`     the bytes of a mail as what it says
`servers/`     mail servers: connections, logging in, handing mails in, what goes wrong in words
`fetching/`    mailboxes, fetched by IMAP
`writing/`     mails that people write by their own mailboxes: drafts, sending, what comes back
"""
