"""People from a CSV or XLSX file: previewed, imported by a job, undone.

Pure, no site needed:
`reading.py`   opens a file as a table: its header found, its rows one by one
`tables.py`    what the readers give, and what can be wrong with a file or a row; `file_kinds.py` what a file is by its content
`text_files.py` CSV; `encodings.py` in which encoding
`workbooks.py` XLSX; `workbook_marks.py` merged cells and formulas without a value; `shown_cells.py` numbers and dates as they are shown
`old_workbooks.py` XLS; `workbook_size.py` whether an XLSX file is small enough to be read
`columns.py`   which column is which field; `headers.py` the headers that are known
`planning.py`  what a row says about a person, or why it is not taken, by `row_steps.py`; `remarks.py` what can be said of it
`planned_rows.py` rows that were read, and by what their people are recognised
`own_fields.py` values of fields that the site has added
`several.py`   cells with several emails, phones or tags; `empty_cells.py` those that stand for nothing
`joining.py`   which rows are about one person

With a site:
`api.py`       the endpoints
`files.py`     which uploaded file a user may read
`choices.py`   mapping and options, as asked for and as remembered
`matching.py`  which contact a row means, and what is to be done with it; `loose_matching.py` by phone, or name and company
`settling.py`  what a row may change of a stored contact
`preview.py`   what an import would do; writes nothing
`start.py`     the CRM Contact Import that the job works off
`running.py`   a chunk of the job (`resumable_job/`): rows, ledger and counts in one transaction
`writing.py`   a chunk, set-based; `further.py` the further phones of new contacts
`documents.py` a chunk through the documents, where the site has rules of its own on them
`consents.py`  what rows and options say of consents, with the import as proof
`brought_along.py` the note and the place that a new contact brings along
`ledger.py`    what became of each row, and what an updated contact held before
`undo.py`      takes an import back, except what was changed or used since
`rejected.py`  the rows not taken, as CSV
`sentences.py` what people are told
`event_kinds.py` what may happen to an import, for who listens
`tasks.py`     both jobs, and the sweep that resumes what a dead worker left
"""
