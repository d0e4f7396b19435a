"""What happened, written down for who listens: rules, scripts, other apps. See docs/domain-events.md.

`kinds.py`     the registry: each capability declares the kinds of its records (hook `crm_event_kinds`)
`changes.py`   a record before and after, and the conditions by which kinds tell what that is (pure, no site needed)
`listening.py` who listens to what; no statement when nobody does
`emitting.py`  writes CRM Domain Event rows in the transaction of the save
`cause.py`     the event, the rule and the depth that something follows from
`tasks.py`     the outbox of events that are to be told; `telling.py` calls who listens to one, at least once
`occasions.py` what happens because time passes
`retention.py` forgets old events to which nothing refers

To declare a kind: a tuple of `Kind` in the capability, its dotted path in `hooks.py`. A document's save is looked at by `tell_saved`
(`doc_events`); a writer past the documents calls `emit_changes`, `emit_update` or `emit` itself.
"""
