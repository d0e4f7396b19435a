"""Where a deal or a customer stands, what it takes to stand there, and what it is worth.

`staging.py`  a record's pipeline and stage: defaults, refusals, required fields, the history of moves
`outcomes.py` what a deal's stage says about its outcome, probability and closing date
`money.py`    one base currency, so that totals never add different ones
`defaults.py` one default pipeline for each kind of record, one unique name for each stage

The board:

`api.py`      its endpoints
`kinds.py`    deals and customers, by the fields that a board shows and adds up
`board.py`    a board in four statements: `board_stages.py`, `board_filters.py`, `board_queries.py`, `board_cards.py`
`rotting.py`  when a card has rested too long
`moving.py`   a card is moved: a save like any other
`live.py`     others' moves, told to those who may see the record; `tasks.py` enqueues the telling
`details.py`  the side panel; `setup.py` what pipelines and filters there are to choose from

The controllers of CRM Sales Deal, CRM Customer, CRM Pipeline and CRM Stage call these.
"""
