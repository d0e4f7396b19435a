"""Frappe's web application for one site, whatever name it is asked by; served by gunicorn on the loopback interface.

The environment gives FRAPPE_SITE; the working directory is the bench's ``sites``.
"""

import os

import frappe.app

frappe.app._site = os.environ["FRAPPE_SITE"]
application = frappe.app.application_with_statics()
