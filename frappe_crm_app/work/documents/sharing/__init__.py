"""Public links: a document for somebody without a login.

`links.py`   links made, found by their token, revoked
`opening.py` what the page shows, that somebody looked, the file
`rooms.py`   in the room of whom a link was made for
`limits.py`  how often an address, or whoever has a link, may ask
`api.py`     the endpoints of strangers
`headers.py` which answers are one person's

The page is `www/document.py`.
"""
