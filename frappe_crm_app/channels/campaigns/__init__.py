"""Campaigns: one mail or message to many people, to each once, with proof.

`api.py`          the endpoints                      `public.py`      clicks on links, by anybody
`keeping.py`      what saving a campaign keeps true  `senders.py`     by which accounts campaigns are sent
`fields.py`       the person's fields in a text      `slots.py`       places in a text for them (pure)
`content.py`      HTML made ready once (pure)        `mime.py`        a mail as bytes (pure)
`rendering.py`    a campaign as each person gets it  `testing.py`     a mail to a few, to look at
`audience.py`     whom it is for, and why not some   `freezing.py`    that as rows, once
`explaining.py`   an audience in figures and lists   `rows.py`        what several modules ask of rows
`releasing.py`    schedule, start, pause, cancel     `tasks.py`       the outbox (`kit/outbox/`)
`sending.py`      works off a slice of a campaign    `batches.py`     some recipients at a time
`mail_sending.py` sends mails                        `postman.py`     over one connection (no frappe)
`message_senders.py` numbers and templates for them
`message_sending.py` owes SMS and WhatsApp           `rate.py`        so many a minute, by all workers
`quiet_hours.py`  by the person's clock (pure)       `settling.py`    a person settles what is unsure
`returns.py`      bounces, complaints, answers       `clicks.py`      links that were opened
`signing.py`      addresses of links                 `leaving.py`     a contact is deleted
`figures.py`      what came of it, by GROUP BY       `export.py`      recipients as a file
`preflight.py`    what to know before it goes out    `dns_records.py` SPF, DKIM, DMARC (no frappe)
`event_kinds.py`  what may happen                    `timeline.py`    campaigns in timelines
`merging.py`      two contacts become one            `email_templates.py` Frappe's templates, to begin with
`foreign_slots.py` their places, as slots (pure)

README.md says how a mail is sent once, and what happens when something dies.
"""
