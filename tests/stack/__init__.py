"""Fixtures of the site and browser tests.

``site`` connects frappe in this process and isolates tests: rolled back by default, deleted again with ``committed``.
``http`` has the web server and the API clients, ``jobs`` the background workers, ``browser`` Chromium, ``other_apps`` DocTypes of ERPNext and Helpdesk. They all want the
fixture ``stack`` of ``tests/conftest.py``, which makes the services and the site when the first test asks.
"""
