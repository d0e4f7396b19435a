"""The quick log: what somebody has to look after today, on their phone, also where there is no net (`/crm-go`).

`api.py`      its endpoints
`day.py`      the follow-ups that are overdue or due today, each with the version that the phone has seen
`opened.py`   one record that was found, with whom to call
`entries.py`  what a phone sends, read and held against its limits
`sending.py`  the entries of one call, each in a transaction of its own
`limits.py`   how often somebody may ask
`once.py`     an entry is carried out once, however often it arrives, and a repeat is answered the same
`writing.py`  what an entry does: by the functions of Today (`screens/today/acting.py`), as the session's user
`files.py`    the service worker and the manifest, at addresses below the page's own
`headers.py`  what browsers are told about page and answers
`texts.py`    what the page's script says

The page is `www/crm-go.html` with `public/js/crm_go/`; docs/quick-log.md says how the phone keeps what it keeps.
"""
