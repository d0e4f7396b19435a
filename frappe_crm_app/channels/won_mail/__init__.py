"""The mail to the owner of a won deal, exactly once per win.

`outbox.py`   writes the CRM Won Mail row in the transaction that wins the deal
`tasks.py`    enqueues its delivery after commit; a scheduler sweep picks up what a crash left behind
`delivery.py` in one transaction: locks the row, puts the mail into Frappe's Email Queue, marks the row
`message.py`  subject, HTML and text, from `templates/emails/deal_won` or the chosen Email Template
"""
