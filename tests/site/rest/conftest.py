from collections.abc import Callable

import pytest

from tests.stack.http import send_at_once


@pytest.fixture
def at_once(api, make_user) -> Callable[..., list[int]]:
	"""`at_once((method, path, json), ...)` sends all requests together as a CRM Manager and returns their status codes."""
	client = api(make_user("CRM Manager"))

	def send(*calls: tuple[str, str, dict]) -> list[int]:
		requested = [(method, f"/api/resource/{path}", {"json": values}) for method, path, values in calls]
		return [answer.status_code for answer in send_at_once(client, *requested)]

	return send
