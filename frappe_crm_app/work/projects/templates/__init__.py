"""What a project begins with: milestones and tasks, their days counted from anchors, roles in place of people.

`template.py`   a template, as data, without a database
`reading.py`    a CRM Project Template as such, or refused
`laying_out.py` the days of its milestones and tasks, without a database
`applying.py`   what a project gets, shown and written set-based; applied again, what is new
`removed.py`    what is not brought back, since somebody removed it
`rows.py`       the rows that are written
"""
