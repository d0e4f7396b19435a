"""Documents: files with their versions, seen through what they are about, and who has which version.

`api.py`          the endpoints of the library
`access.py`       the document that an endpoint is about, read, or locked to be changed
`uploads.py`      what somebody sends, examined before anything is written (`kit/file_names.py`, `kit/file_types.py`)
`store.py`        where files lie: private, equal content once   `giving.py` a file as an answer
`versions.py`     versions, and what is kept of their files      `adding.py` files become documents, also those on records
`checking_out.py` somebody works on a document                   `rules.py`  what saving a document asks
`linking.py`      what a document is about                       `folders.py` folders in folders
`leaving.py`      what is left where a document goes, or what it is about
`library.py`      documents by folder, kind, tag and words       `page.py`   one document
`deliveries.py`   which version went where (hook `crm_mail_sent`)
`sharing/`        public links, for people without a login
`sweeping.py`     files that killed processes left on disk
`tasks.py`        the outbox of words that are owed; the sweep   `wording.py` words of PDFs for the search
`pdf_words.py`    the program that reads a PDF (pure)            `search.py`  by what documents are found
`sections.py`     documents on the pages of customers, deals and contacts
`timeline.py`     versions and opened links in timelines
`event_kinds.py`  what may happen to documents

CRM Document, its versions and folders call these; what mails and other records need comes by hooks.
"""
