"""Doing something inside a request as somebody else than who sent it."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Act as `user` inside, and as before afterwards: with the session, the arguments and the language of the request."""
	session = frappe.local.session
	before = (session.user, session.sid, session.data, frappe.local.form_dict, frappe.local.lang)
	frappe.set_user(user)
	frappe.local.lang = before[4]
	try:
		yield
	finally:
		frappe.set_user(before[0])
		session.sid, session.data = before[1], before[2]
		frappe.local.form_dict, frappe.local.lang = before[3], before[4]
