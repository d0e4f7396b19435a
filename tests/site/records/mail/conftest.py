"""Acting as somebody for a moment."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import frappe
import pytest


@pytest.fixture
def acting_as() -> Callable[[str], AbstractContextManager[None]]:
	"""``with acting_as(user):`` -> what is done inside is done by this user."""

	@contextmanager
	def act(user: str) -> Iterator[None]:
		frappe.set_user(user)
		try:
			yield
		finally:
			frappe.set_user("Administrator")

	return act
