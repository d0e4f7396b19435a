"""What no request may ask for, whoever sends it (hook `auth_hooks`): ways round the conditions of records.

`guard.py`      what is asked of each request, in order
`target.py`     which function a request will run, with which arguments: path, `cmd`, both APIs, methods of documents
`judged.py`     what each function of Frappe does with its arguments, as people judged it (`judged.txt`)
`arguments.py`  arguments held against what they are: a name, a document, columns, filters
`documents.py`  names, and the documents that carry them
`missing.py`    what our own functions are called without
`functions.py`  functions that may not be called: replaced ones by another import path, those of tests

A function that nobody has judged fails a test (`tests/unit/visibility/test_judged.py`), so that each new version of Frappe is read.
"""
