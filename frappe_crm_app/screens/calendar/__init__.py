"""Events for Frappe's calendar view: follow-ups at their time, deals at their expected closing, milestones on their day.

`api.py`     the endpoints, named by `crm_…_calendar.js` of each DocType
`events.py`  the events of each: what the user sees, within the period, under the calendar's filters
`sources.py` the one calendar, in which all of these stand beside what others add (hook `crm_calendar_sources`)
`colors.py`  the color of an action and of a stage of progress

Dragging an event is Frappe's own: it saves the record, by all rules of saving. In the one calendar, the source of the entry does.
"""
