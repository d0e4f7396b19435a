"""Search while typing: people, customers and deals by words, emails and phones, found as soon as they are saved.

`terms.py`   what a record is found by, and what somebody asks for, as terms (pure)
`sources.py` the DocTypes that are searched (hook `crm_search_sources`)
`table.py`   the table of terms, of which each record has a few rows
`writing.py` keeps the terms with the records: in each save, and by what writes many at once
`filling.py` writes the terms of records that have none yet (patch)
`candidates.py` which records have the terms; `openly.py` those that have them in fields that the user reads
`finding.py` finds records by terms, of those that the user sees
`typos.py`   terms that differ from a word by one letter (`spelling.py`, pure)
`linking.py` what link fields find
`api.py`     the endpoint of the search bar and the board

README.md says how a search runs and what it costs.
"""
