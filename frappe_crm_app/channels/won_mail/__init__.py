"""The mail to the owner of a won deal, exactly once per win.

`outbox.py`   writes the CRM Won Mail row in the transaction that wins the deal
`tasks.py`    what it is for the engine (`kit/outbox/`), which locks a row, has it delivered, marks it, and retries
`delivery.py` puts the mail into Frappe's Email Queue, or says on the timeline why not
`api.py`      tries one again that was not sent
`message.py`  subject, HTML and text, from `templates/emails/deal_won` or the chosen Email Template
"""
