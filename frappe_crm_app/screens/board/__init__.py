"""The board: deals, or customers to follow up, as cards in the columns of a pipeline.

`api.py`      its endpoints
`board.py`    a board in five statements: `stages.py`, `filters.py`, `queries.py`, `cards.py`
`sorting.py`  the order of cards, and how one goes on in it; `recent.py` of what is closed, the last days alone
`next_steps.py` what cards show beside their own fields; others add to it by the hook `crm_card_facts` (docs/meeting-points.md)
`card_fields.py` the fields and tags that cards show beside those; `views.py` saved views that were shared; `own_fields.py` fields that the site has added
`rotting.py`  when a card has rested too long
`moving.py`   a card is moved, and answered with what changed on the board
`live.py`     others' moves, told to those who may see the record; `tasks.py` enqueues the telling
`details.py`  the side panel; `deal_people.py` the people of a deal; `choices.py` what pipelines and filters there are to choose from

Where a record stands, and what it takes to stand there, is `records/pipeline/`.
"""
