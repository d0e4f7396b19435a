"""Events: meetings and occasions with the people who come, for customers, deals, projects and lead forms.

`api.py`          the endpoints of the desk      `access.py` the event that one is about, locked to be changed
`rules.py`        what saving an event asks      `timing.py` its time, by the site's clock and by its own
`links.py`        what it is about               `attendees.py` who is invited      `seats.py` who has a seat, and who waits (pure)
`recurrence/`     series and their occurrences, without a database
`window.py`       the occurrences of events in a window
`moving.py`       an event, one occurrence of a series or all of it, takes place at another time
`answering.py`    somebody says whether they come
`registering.py`  whoever sends a lead form is registered for its events
`leaving.py`      what is left where an event, or what it names, is deleted
`calendar_source.py` events in the calendar      `sections.py` on pages of records      `timeline.py` in timelines
`event_kinds.py`  what may happen to them
`ics.py`          events as other calendars read them
`invitations/`    mails to who is invited, and answers by link and by mail
`feeds/`          addresses under which calendar programs read somebody's calendar
`room/`           the page of a contact without a login
`headers.py`      what browsers are told about the pages without a login      `limits.py` how often these may be asked
`tasks.py`        what a job notes of a feed

CRM Event calls these; what contacts, records and lead forms need comes by hooks.
"""
