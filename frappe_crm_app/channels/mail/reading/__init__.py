"""The bytes of a mail as what it says, whoever wrote them (pure: no site, no Frappe).

`mail.py`          `read`, which never raises and loses nothing; the others are its steps
`headers.py`       the fields above a mail    `parameters.py` those with parameters    `parts.py` the parts below it
`transfer.py`      base64 and the like        `charsets.py` bytes as text              `characters.py` text that databases take
`addresses.py`     who is named               `dates.py`    when it was sent           `message_ids.py` what it is, and answers to
`bodies.py`        which parts are its text   `content.py`  text, HTML and files of it `attachments.py` what files are called
`html_tokens.py`   HTML as tokens             `html_cleaning.py` made harmless         `html_plain.py` as plain text
`css.py`           styles that may stay       `inline_pictures.py` pictures in the HTML itself
`flowed.py`        lines that were broken     `quoting.py`  what was newly written, and its beginning
`winmail.py`       what Outlook hides         `rtf.py`      its compressed RTF         `calendar.py` invitations
`automatic.py`     whether a machine wrote it `bounces.py`  reports that a mail did not arrive
`complaints.py`    reports that somebody called a mail spam
`identity.py`      one mail in two mailboxes  `problems.py` what may be wrong with one

`channels/mail/fetching/` calls `read`; what becomes of it is up to `records/mail/`.
"""

from frappe_crm_app.channels.mail.reading.mail import read as read
