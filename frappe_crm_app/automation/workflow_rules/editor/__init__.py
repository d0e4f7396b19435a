"""What the page of rules (`/app/crm-rules`) asks of the server, and what it is told.

`api.py`       the endpoints                     `rights.py`   who keeps rules, who reads them
`overview.py`  the list, with what rules did     `run_list.py` the latest runs of one
`catalog.py`   all that the editor offers for a record type, the forms of steps included
`given.py`     what the page sends               `problems.py` what is wrong with it, each beside its part
`keeping.py`   saving, turning on and off, deleting `retrying.py` a failed run tried again
`sentences.py` rules in plain words
`shipped.py`   rules to start from: data, no records, so that no update touches what people made of them
"""
