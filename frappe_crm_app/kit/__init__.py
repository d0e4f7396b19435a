"""What knows no record of ours and serves every tier.

`meeting_points.py` where capabilities meet: what follows from a merge or an import's chunk, who fills a page
`timeline_source.py` what a capability writes so that its records stand in timelines
`calendar_source.py` what a capability writes so that its records stand in the one calendar
`messaging_provider.py` what a capability writes so that messages go out through a service
`workflow_steps.py` what a capability writes so that workflow rules can do it, `step_inputs.py` the form of that
`money/`            money as `Decimal`: rounding, nets, taxes and totals of lines
`references.py`     what points to what: links, and what Frappe keeps beside records
`outbox/`           the one engine for owed work: rows that jobs work off, by lock or by lease
`outgoing/`         connections to addresses that somebody has entered, never into a private network
`resumable_job/`    work too long for a request, chunk by chunk, that another job goes on with
`domain_events/`    what happened, for who listens: kinds, rows, telling, what time brings
`conditions/`       conditions that somebody puts together, asked of a record and of a table
`exceptions.py`     errors with their HTTP status; `error_answers.py` how they are answered
`field_values.py`   dates, numbers and texts as they come in; `dates.py` a date in a text, never completed
`statement_limits.py` how long a statement of a request may take
`timezones.py`      moments and days on somebody's own clock
`telling.py`        a desk notification and a mail to one person
`received.py`       JSON text that comes in       `sentences.py` sentences that are stored and shown as text
`storable_texts.py` texts that a database can store
`phrases.py`        phrases that count something, lists of phrases
`translatable_texts.py` which texts `bench generate-pot-file` finds, beside those that Frappe finds
`spreadsheet_formulas.py` cells that a spreadsheet would take for formulas
`search_source.py`  what a capability writes so that its records are found
`set_based.py`      updates and inserts of many records, locks
`sparse_tables.py`  tables of which most records have no row; `primary_rows.py` a field and the row marked primary
`file_names.py`     what files are called, cleaned   `file_types.py` of what type a file is, by what is in it
`uploaded_names.py` what files were called when they were uploaded
`client_address.py` from which address a request comes, behind proxies
`site_keys.py`      keys derived from the site's, for signing and hashing
`request_limits.py` how often something was asked for, and how often an address, a link or a user may
`masking.py`        names and addresses, partly     `acting.py` something done as somebody else
`public_pages.py` what browsers are told about a page for strangers   `link_tokens.py` what links to such pages end in
`standalone_pages.py` what pages without the desk need: language, direction, texts and data
`conflicts.py`      deadlocks and records that others have just changed: done again, or a sentence
`current_docs.py`   documents from Frappe's cache, never as they were before a save
`queries.py`        what several query builders need
`frappe_version.py` which Frappe is running, where that matters
`own_doctypes.py`   the names of our DocTypes       `tables.py` which DocTypes have a table
`overrides.py`      functions of Frappe's that are replaced
`enums.py`          `StrEnum` for Python 3.10   `charts.py` how charts look
"""
