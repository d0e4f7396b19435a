"""Connections to addresses that somebody has entered: never into a private network, and to the very address that was checked.

`addresses.py`  the check: of an address as it is written, and of a name as it resolves; opens the connection (no frappe)
`sessions.py`   the same for `requests`: a session that connects only so and follows no redirects (no frappe)
`doubt.py`      whether a request that failed may have reached the other side (no frappe)
`allowed.py`    which private networks the site config allows

Over HTTP, `sessions.session(networks)`. For IMAP and SMTP, `addresses.connect(host, port, timeout, networks)` gives the socket: what
`imaplib.IMAP4._create_socket` and `smtplib.SMTP._get_socket` are to return. TLS is laid over it with the name, not the address.
A save asks `problem_with_host` alone, which resolves nothing.
"""
