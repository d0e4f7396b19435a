"""What people do about mailing lists without logging in: subscribe, confirm, choose what they get, unsubscribe by one click.

`signing_up.py`   the public form of a list: stored at once, whoever it is, and answered the same
`asking.py`       the job's part: asks by mail, confirms where a list needs nothing more, tells who is subscribed already
`confirming.py`   the link of that mail
`preferences.py`  what somebody gets, and choosing it, by the signed link of each mail
`one_click.py`    RFC 8058: a POST unsubscribes, a GET changes nothing
`from_forms.py`   lead forms that subscribe
`limits.py`       how often an address of the net may ask
`tasks.py`        what is owed, for the engine (`kit/outbox/`)
`api.py`          the endpoints

The pages stand in `www/`. Nothing that a guest's request does depends on whether a contact exists: only the job looks, and who has
the link of a mail that went to them.
"""
