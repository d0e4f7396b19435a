"""What people look at in the desk, beside Frappe's own forms and lists.

`inbox/` mails    `today/` what is to be done, where a rep lands    `board/` cards in columns    `customer_page/` everything about a customer, a contact's tabs
`deal_page/` everything about a deal    `timeline/` what happened, newest first    `quick_log/` Today on a phone, also where there is no net
`lists/` chips and deal counts    `calendar/` follow-ups and expected closings
"""
