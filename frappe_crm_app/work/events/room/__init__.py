"""The room of a contact without a login: one page, by a link of their own, for one project or one event.

`api.py`        the endpoints: of the desk, which make and end links, and of the page, for whoever has one
`keeping.py`    links: made, found by their token, ended
`presenting.py` what the page shows: milestones, their own tasks, events to which they are invited, and what others add (hook `crm_room_parts`)
`comments.py`   what they wrote, which the page shows again
`doing.py`      a task is ticked off, commented on, given a file      `uploads.py` what may be uploaded (pure)
`views.py`      what was done with a link, each written down  `retention.py` and forgotten after a year
"""
