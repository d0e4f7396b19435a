"""The steps that come with the app; other capabilities add theirs by the hook `crm_workflow_steps`.

`mail.py` a mail       `note.py` a follow-up note     `notify.py` a notification in the desk
`fields.py` fields of the record or of one that it links to     `stage.py` another stage     `assign.py` to whom it is given     `tag.py` a tag
`waiting.py` until a time, a date, or an event     `control.py` if and else, repetition, the end
`webhook.py` a request to another system     `linked.py` the record that a step is done to
"""
