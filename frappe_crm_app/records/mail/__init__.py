"""What is true of mails, whoever fetched or wrote them.

`message.py`   what one mail says, as it was read (pure)    `columns.py` the same as columns hold it (pure)
`storing.py`   stores a mail once, with its entry in a mailbox; `rows.py` its rows, `attachments.py` its files
`threads.py`   which thread it belongs to
`linking.py`   what it is about: contacts, their customers, open deals; `newcomers.py`, `tasks.py` contacts that come later
`filing.py`    where else it belongs (`crm_mail_filers`); `plus_addresses.py` addresses with a tag (pure)
`relinking.py` what people say it is about, for the thread
`strangers.py` a stranger's mail becomes a contact, a deal, a follow-up; `workflow_step.py` by a rule
`sharing.py`   what whoever sees a linked record sees of it; `readers.py` who can read it, as it is and would be
`domains.py`   which addresses are our own, and which are nobody's contact   `authentication.py` what a server says of a sender (pure)
`mailboxes.py` rules of mailboxes and entries      `rights.py` who may change what is said of a mail
`removing.py`  what a removed mailbox takes along   `leaving.py` mails of a record that is deleted
`event_kinds.py` what may happen; `happenings.py` says so; `unanswered.py` who waits for an answer

Fetching and writing (`channels/mail/`) call `storing`, the inbox `relinking`. Who reads what is `visibility/mailboxes.py`.
"""
