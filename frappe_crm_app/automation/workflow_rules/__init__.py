"""Workflow rules: when this happens, if that holds, do these things; each once.

`definition.py`  what a rule says, read from JSON      `saving.py`   saving one, and its versions      `rules.py`  rules as they are stored
`steps/`         the steps that come with the app (`kit/workflow_steps.py` says what one is)
`people.py`      whom a step means                      `texts.py`    texts with fields of the record in them
`computing.py`   values worked out of fields, by `formulas.py` (no frappe)
`listening.py`   hears events   `triggers.py` dates and schedules   `buttons.py` buttons, for `api.py`: each begins runs
`matching.py`    whether something makes a rule run, with every test's value (pure)      `values.py` what a record holds
`asked.py`      of which linked records a run tells
`starting.py`    writes runs, once for each occasion    `pace.py`     at most so many in a minute
`tasks.py`       the outboxes      `running.py` has a run go on, `slices.py` step by step, `turns.py` one for each record at a time
`working_time.py` working days and hours (pure), `office_hours.py` those of the settings
`wording.py`     rules as sentences, of `condition_wording.py` and `step_wording.py`
`proof/`        what a rule would have done, would do, and why it did or not
`places.py`      where in its steps a run is (pure)     `retention.py` forgets old runs
`archived_stages.py` rules that move records to a stage to which nothing comes any more
`renaming.py`    rules follow the new name of a user
`frappe_engine.py` events for the automation engine that Frappe is building
`timeline.py`    what runs did, in timelines of records
`requests.py`    sends what steps owe to the outside, by `client.py` (no frappe)
`editor/`        what the page of rules asks for: the list, the forms of steps, rules to start from

An event becomes a CRM Workflow Run, unique by rule and occasion; one that does not begin keeps the reason. A run goes on in one
transaction with the marks of its steps, as the rule's owner, until a step waits.
"""
