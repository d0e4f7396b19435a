"""Mails that people write by a mailbox of theirs: kept as drafts while they are typed, sent from an outbox by the mailbox's own account.

`api.py`          the endpoints
`rights.py`       by which mailboxes somebody writes          `recipients.py` whom a mail is to go to, as it was typed
`drafts.py`       keeps, returns and discards a draft         `files.py`      what is attached to it
`outgoing.py`     what is kept of a mail until it is sent     `remarks.py`    what one should know before sending
`answering.py`    an answer or a forwarded mail, as it begins `templates.py`  Email Templates with a record's fields
`bodies.py`       what was typed as HTML and text (pure)      `letters.py`    a mail as bytes (pure)
`composing.py`    the mail of a draft, the same at each attempt
`owing.py`        sending owes it to the world, for 20 seconds it can be taken back
`tasks.py`        the outbox, for the one engine (`kit/outbox/`)
`delivery.py`     does one row of it                          `accounts.py`   the Email Account of a mailbox
`sent_copies.py`  the copy in the server's folder of what was sent
`finishing.py`    files what was sent, tells of what was not
`bounces.py`      what follows from a report that a mail did not arrive

README.md says what happens when a server refuses, is gone, or the worker dies.
"""
