"""Where a deal or a customer stands, what it takes to stand there, and what it is worth.

`staging.py`  a record's pipeline and stage: defaults, refusals, required fields, the history of moves
`moves.py`    one record moved to a stage: what the stage asks for, and the stages there are
`outcomes.py` what a deal's stage says about its outcome, probability and closing date
`winning.py`  what winning a deal makes of its customer
`forecast.py` how surely a deal is counted on: its stage's category, or the one that somebody chose
`money.py`    one base currency, so that totals never add different ones
`shown_money.py` amounts in words that name one currency
`archiving.py` what is archived: hidden, closed for what is new, kept
`stage_locks.py` a stage is held while records come to it, so that nobody archives or deletes it meanwhile
`defaults.py` one default pipeline for each kind of record, one unique name for each stage
`stage_table.py` the stages of a pipeline as one table that is edited at once; `api.py` its endpoints
`kinds.py`    deals and customers, by the fields that a board shows and adds up
`search.py`   by what deals are found
`resting.py`  which deals have rested longer than their stage allows
`event_kinds.py` what may happen to deals, by a save or because time passes

The controllers of CRM Sales Deal, CRM Customer, CRM Pipeline and CRM Stage call these; the board is `screens/board/`.
"""
