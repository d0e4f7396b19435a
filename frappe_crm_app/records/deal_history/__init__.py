"""What every deal was worth, and how sure, on each day: CRM Deal Snapshot, from which forecasts tell what has become of them.

A row says how a deal was when a day ended on which it had changed; until the deal's next row, it stayed like that. An open deal has one
for each such day and for its first, a deal that was won or lost one for that day, and none of what is corrected afterwards.

`days.py`          which days are over and not written yet, in the time zone of the site
`snapshots.py`     writes them: what nobody has edited since by INSERT ... SELECT, chunk by chunk of all deals
`tracing.py`       what others were before they were edited, from CRM Stage Change and Version
`version_texts.py` reads back what Frappe's Version keeps of a value: text, as it was shown
`tasks.py`         the job; it may run twice at once
"""
