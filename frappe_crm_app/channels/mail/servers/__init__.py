"""Mail servers: whose they are, how one connects and logs in, and what goes wrong with them, in words.

`server.py`       a server and as whom one logs in; how a connection is secured (no frappe, like all up to the blank line)
`imap.py`         a session with a server on which mailboxes are         `folder_names.py` names of folders, as they are sent
`smtp.py`         a session with a server by which mails go out          `handing_in.py`   hands a mail in
`reused.py`       one connection for many mails
`problems.py`     what goes wrong

`accounts.py`     the servers of an Email Account, with its password or token; many mails by one account
`sentences.py`    what goes wrong, in plain words

Sockets are opened to checked addresses only (`kit/outgoing/`). `fetching/` reads mailboxes by this, `writing/` sends what people write.
"""
