"""Fetches mailboxes by IMAP, into `records/mail/`: all of it, once, and without changing anything on the server.

`api.py`          what the desk calls
`connecting.py`   tries a mailbox in both directions and stores it     `asked.py`     what somebody enters for that
`existing.py`     where the site has an Email Account of the address   `limits.py`    how often somebody may try
`providers.py`    which servers it is probably on (pure)               `accounts.py`  its Email Account
`tasks.py`        the outbox, for the one engine (`kit/outbox/`)       `mailbox.py`   does one row of it: fetches a mailbox
`reading_folder.py` one folder: new mails, missing ones, the comparison `keeping.py`  one mail, in one transaction
`folders.py`      the folders of a mailbox                             `copies.py`    what lies where on the server
`health.py`       how it goes, as people see it                        `failing.py`   who is told where it does not
`client.py`       an IMAP server, asked for mails (no frappe, like those below)
`responses.py`    what it answers       `folder_kinds.py` what a folder is for   `namespaces.py` whose it is
`batches.py`      what is fetched together

README.md says what happens when a connection breaks, a worker dies, or a server numbers its mails anew.
"""
