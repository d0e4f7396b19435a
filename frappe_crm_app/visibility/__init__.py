"""Who may do what and see what.

`policy.py`          which records, and this record: the one rule; everything else here asks it or feeds it
`roles.py`           the roles of the CRM                `scopes.py`   the scope of each, shipped and stored
`user_access.py`     who is asking                      `given.py`    what was given to them, and whom they read by what they have
`cache.py`           what of it is kept in Redis        `having.py`   when what somebody has changes
`grounds.py`         what a scope means                  `criteria.py` putting criteria together, as SQL for Frappe
`breadth.py`         whether somebody reaches few records or many: how a criterion is written
`assignments.py`     what an assignment gives: no more than whoever assigns has
`guarded.py`         the DocTypes concerned, as data: through what each is seen, what is one's own, who oversees it
`mailboxes.py`       whose a mailbox is, and what is read of a mail
`record_hooks.py`    what Frappe asks about them
`guards.py`          what a save must not do             `record.py`   the base of our records
`desk_endpoints.py`  Frappe's endpoints that ask nobody  `satellites.py` comments, files, tasks beside records
`foreign_links.py`   links from what is not ours       `names.py`     names, which the server makes
`follow_mails.py`    mails to followers               `emailed_reports.py` reports that Frappe mails
`web_form_options.py` what a Web Form offers for a link
`file_addresses.py`  which files a request may name      `stored_files.py` Frappe's File, each upload one of its own
`filter_values.py`   operators and values of filters
`permlevels.py`      fields of a higher level, which not everybody reads   `printing.py` what is printed
`prepared_reports.py` rows of reports that were prepared in a job
`request_guard/`     what no request may ask for         `aggregates.py` counts over just what one sees
`columns.py`         which columns a caller may name     `column_text.py` what a text says that names one
`link_titles.py`     titles beside the rows of a list, `row_titles.py` on a form, `user_names.py` full names; `visible.py` which of some records the user sees
`labels.py`          what people call our DocTypes   `condition_fields.py` what an editor of conditions offers
`versions.py`        what history says to whom: `link_words.py` of a link, `version_names.py` as Frappe 16 writes it down
`global_search.py`   the search bar                    `people_search.py` fields for a colleague
`explain.py`         why somebody sees a record, or not  `api.py`      the endpoints of all this
`users.py`           users and their roles               `presets.py`  ready-made matrices
`role_profiles.py`   users whose roles Frappe gives by a Role Profile
`invitations.py`     new users, with roles and a welcome mail
`absence.py`         who is away                        `absence_entry.py` who enters it
`user_permissions.py` Frappe's User Permissions, as part of the rule
`setup_links.py`     who is shown the way to the settings
`choices.py`         what is Frappe's and may be chosen in link fields
`manager_filters.py` filters of those who see everyone's records
`part_of_record.py`  the base of table rows, written with their record only
`reading.py`         one record for an answer, with whether it may be read
`user_criteria.py`   the rule asked of several DocTypes for one answer (board, timeline)
"""
