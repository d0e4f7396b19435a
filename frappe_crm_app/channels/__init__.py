"""How the world and people are told: each owes a row in the save, which a job works off, but for what people write themselves.

`won_mail/` the mail about a won deal    `reminders/` what is due, and the digest    `respondio/` prospects at respond.io
`messaging/` SMS and WhatsApp to people, and their answers           `campaigns/` one mail or message to many people, once each
`mail/`     mails that people write from a record               `told/`      what others have given somebody, or said to them

`campaigns/` sends one mail or message to many people, to each once.
"""
