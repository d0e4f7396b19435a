"""Who is who: one row per human and per company.

`normalise.py`    emails, phones, names and web domains in their one stored form (pure, no site needed)
`several.py`      several emails or phones in one text (pure)
`contact_details.py` applies those forms to a record, with a sentence for what cannot be read
`person_names.py` a name split in two, and whether two names may be one person's (pure)
`contacts.py`     a contact's names, and its email being nobody else's
`addresses.py`    a contact's further emails and phones, in step with the primary ones
`holders.py`      whose an email or phone is, and how an email stays one person's
`working.py`      an email that takes mails again
`affiliations.py` which customers a contact belongs to, one of them primary
`customers.py`    finding or creating a customer by the name somebody typed
`search.py`       what link fields find
`email_filters.py` lists filtered by emails in any case
`people.py`       finding or creating the one contact that stands for a person
`likeness.py`     what else a person or company may be called (pure)
`duplicates.py`   who may be there twice, for the form (`api.py`) and the report CRM Possible Duplicates
`typed.py`        the same while a record is being typed
`merging.py`      one of two: the kept one has all that pointed to the other; `unmerging.py` takes that back
`kept.py`         which record stands for one that was merged away
`choice.py`       whose value the kept one has, field by field
`repointing.py`   what pointed to the other points to it, and back; `single_rows.py` what it has once; `marks.py` tags, comments, likes
`search_index.py` contacts written set-based, made findable; `search_sources.py` by what contacts and customers are found
`event_kinds.py`  what may happen to contacts, customers and locations; `tagging.py` that a contact is tagged

The controllers of CRM Contact, CRM Customer and CRM Location and the import call these; nothing here enqueues or sends.
"""
