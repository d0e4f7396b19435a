"""The inbox: the mails of one's mailboxes, what they are about, and what is done with them.

`api.py`       its endpoints
`mailboxes.py` which mailboxes somebody reads, how they are, who may be given a mail
`views.py`     what the page is asked for, and which mails stand in a view
`page.py`      a page of conversations in at most six statements, whatever the number of mails
`rows.py`      what a row of it shows
`searching.py` words in subjects, people and texts, in stretches of so many mails
`thread.py`    one conversation    `bodies.py` the text of one mail
`person.py`    whom a mail is with: contact, customer, open deals, next step
`acting.py`    read, archived, spam, assigned, tagged: many at once
`linking.py`   what a conversation is about, chosen by people
`strangers.py` who wrote becomes a contact, a deal or a follow-up
`sharing.py`   who can read a mail, now and if it were shared otherwise
`waiting_parts.py` who waits for an answer, for Today, the board's cards and the digest
`live.py`      news of mailboxes that are looked at
"""
