"""People from a CSV or XLSX file: previewed, imported by a job, undone.

Pure, no site needed:
`reading.py`   encoding, delimiter, rows, whatever the size of the file
`workbook_size.py` whether an XLSX file is small enough to be read
`columns.py`   which column is which field
`planning.py`  what a row says about a person, or why it is not taken

With a site:
`api.py`       the endpoints
`files.py`     which uploaded file a user may read
`choices.py`   mapping and options, as asked for and as remembered
`matching.py`  which contact a row means, and what is to be done with it
`preview.py`   what an import would do; writes nothing
`start.py`     the CRM Contact Import that the job works off
`running.py`   a chunk of the job (`resumable_job/`): rows, ledger and counts in one transaction
`writing.py`   a chunk, set-based
`documents.py` a chunk through the documents, where the site has rules of its own on them
`ledger.py`    what became of each row, and what an updated contact held before
`undo.py`      takes an import back, except what was changed or used since
`rejected.py`  the rows not taken, as CSV
`sentences.py` what people are told
`event_kinds.py` what may happen to an import, for who listens
`tasks.py`     both jobs, and the sweep that resumes what a dead worker left
"""
