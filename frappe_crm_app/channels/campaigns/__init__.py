"""Campaigns: one mail or message to many people, to each once, with proof.

`api.py`           the endpoints                      `public.py`      clicks on links, by anybody
`keeping.py`       what saving a campaign keeps true  `senders.py`     by which accounts campaigns are sent
`fields.py`        the person's fields in a text      `slots.py`       places in a text for them (pure)
`content.py`       HTML made ready once (pure)        `mime.py`        a mail as bytes (pure)
`text_messages.py` parts of an SMS (pure)             `quiet_hours.py` by the person's clock (pure)
"""
