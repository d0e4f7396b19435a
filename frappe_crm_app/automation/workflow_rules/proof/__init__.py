"""Proof of a rule: what it would have done, would do now, and why it did or did not.

`api.py`          the endpoints      `given.py`  a rule as the page sends it, saved or not

Backtest, over our own history; nothing is written, and a year is a few statements:
`backtest.py`     puts it together   `report.py` what it answers
`occasions.py`    when the rule would have looked at which record: of an event by its `sources.py`, `dates.py`, `schedules.py`
`moves.py`        stage changes      `saves.py`  creations and changes that Version keeps      `told.py` rows that say themselves what happened
`bulk.py`         which of these came with many others
`scope.py`        the records that come into question, with what they hold now
`past.py`         what they held then, edit by edit back; `edits.py` reads the edits, `texts_kept.py` what Version keeps of a value
`judging.py`      conditions asked of what is known: yes, no, or that cannot be told
`often.py`        how often the rule runs for one record      `walking.py` how far its steps would have come
`people.py`       whom its mails would have reached

`trial.py`        tries a rule on one record as it is, by `trial_steps.py`, as far as its `reader.py` sees; whatever is asked on the way is undone
`explaining.py`   why rules ran, or did not, for one record, of what `runs.py` finds
"""
