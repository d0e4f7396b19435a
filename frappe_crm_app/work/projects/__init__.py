"""Projects: what happens after the sale, on the same notes and with the same people.

A task is a CRM Follow-up Note about a CRM Project, so reminders, calendar, Today and timelines have it at once. Nothing of a project is
counted and kept: progress and health are what milestones and notes say when somebody asks.

`api.py`          the endpoints
`access.py`       the project that an endpoint is about, read, or locked to be changed
`rules.py`        what saving a project asks      `participants.py` who takes part
`groups.py`       people of a group, mailed and assigned at once
`milestones.py`   what saving and deleting a milestone does
`following.py`    notes follow the customer of their project
`leaving.py`      what a project that is deleted leaves to its customer, and a contact to projects
`tasks/`          rules of notes that are tasks of a project
`templates/`      what a project begins with      `starting.py` a project from a won deal
`planning/`       plans, without a database       `rescheduling/` what moves with a date: shown, accepted, undone
`settings.py`     the calendar of working days
`progress.py`     what is done, and how it goes   `page.py` a project for its page   `plan.py` all of its tasks
`sections.py`     projects on the pages of customers, deals and contacts
`timeline.py`     changes of the plan in timelines
`addresses.py`    a project's address for mails   `mails.py` which mails are filed in which projects
`search.py`       projects in the search
`event_kinds.py`  what may happen to projects and milestones
`workflow_step.py` a rule starts a project

CRM Project, CRM Milestone and CRM Project Template call these; what notes and contacts need comes by hooks.
"""
