"""Who is written to: segments, mailing lists and who subscribes to them, and the links by which somebody is known without logging in.

`conditions.py`   the conditions of a segment: read, refused where its author may not ask for a field
`selecting.py`    the contacts of a segment or list, as a query, and how many of them one sees
`members.py`      who is added to a chosen segment, set-based
`lists.py`        what holds of a mailing list
`subscribing.py`  subscribing, confirming, ending
`unsubscribing.py` somebody wants no more mails, or none of some lists
`links.py`        signed links of a person
`merging.py`      of two people who become one, whoever has left a list has left it; `leaving.py` what goes with a contact
`event_kinds.py`  what may happen to a subscription
`api.py`          endpoints: counts, adding to segments, subscribing and ending on the desk
"""
