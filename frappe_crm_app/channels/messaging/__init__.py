"""SMS and WhatsApp to people, once each, through whatever service is set up; the log of them, and of the answers.

`providers.py`   the services (hook `crm_messaging_providers`), and the rate limit of each
`api.py`         what the desk calls; `rights.py` who may send to whom
`recipients.py`  whom one can write to from a record
`offering.py`    how a person can be reached: channels, templates, what to know before sending
`texts.py`       how many parts an SMS has, what a template comes to (no frappe)
`window.py`      until when WhatsApp takes a free text; `consent.py` what the person allowed
`composing.py`   reads what somebody wants to send, and refuses what cannot be
`owing.py`       writes what is owed, in the transaction of who sends it; campaigns owe many
`tasks.py`       what messages are for the engine (`kit/outbox/`)
`outgoing.py`    a row as the service gets it
`sending.py`     sends one, and says what became of it; where nobody knows, it is *unsure*
`asking.py`      asks the service how far messages have come, and for unsure ones whether they were sent
`changing.py`    every change of a status: forward only, told by the hook `crm_message_changed` and as an event
`settling.py`    what a person decides: again, not at all, was sent, was not
`receiving.py`   answers, and what was sent elsewhere, once each
`leaving.py`     a contact is deleted
`event_kinds.py` what may happen to messages; `timeline.py` messages in timelines; `workflow_step.py` a step of rules
"""
