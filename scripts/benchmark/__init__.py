"""What `make benchmark` measures: `bench crm-benchmark` on a fresh site, then what that command cannot measure from inside.

`__main__.py`              makes the site, runs the command (its options are passed on) and each of these
`board_in_browser.py`      how soon the board is there in Chromium, and how smoothly it scrolls
`forms_under_load.py`      how many submissions a second two web workers take from eight clients
`saves_with_respondio.py`  what the sync adds to a save, committed, with respond.io there and unreachable
`mailbox_fetched.py`       how many mails a second come in from a mailbox, beside a bare fetch with two inserts
`campaign_sent.py`         how many mails of a campaign go out a minute, beside a bare loop of smtplib, and the memory of it

One alone, in the bench's `sites`: `python -m scripts.benchmark.board_in_browser SITE`, on a site that nobody works with.
"""
