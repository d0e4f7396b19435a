"""Events for Frappe's calendar view: follow-ups at their time, deals at their expected closing.

`api.py`    the endpoints, named by `crm_follow_up_note_calendar.js` and `crm_sales_deal_calendar.js`
`events.py` the events: what the user sees, within the period, under the calendar's filters
`colors.py` the color of an action and of a stage of progress

Dragging an event is Frappe's own: it saves the record, by all rules of saving.
"""
