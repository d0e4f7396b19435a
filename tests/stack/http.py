"""A real web server for the site, and clients that speak to it as one user each."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import pytest
import requests

from scripts.stack.service import free_port
from scripts.stack.testing import SITE, TestStack
from scripts.stack.web import Web
from tests.stack.site import refresh

TIMEOUT = 60


class ApiClient(requests.Session):
	"""requests.Session that takes paths, and shows each side what the other has committed."""

	def __init__(self, base_url: str, authorization: str | None):
		super().__init__()
		self.base_url = base_url
		self.headers["Accept"] = "application/json"
		if authorization:
			self.headers["Authorization"] = authorization

	def request(self, method: str, url: str, **options) -> requests.Response:
		options.setdefault("timeout", TIMEOUT)
		refresh()
		response = super().request(method, urljoin(self.base_url, url), **options)
		refresh()
		return response


def send_at_once(client: ApiClient, *calls: tuple[str, str, dict]) -> list[requests.Response]:
	"""Send `(method, path, options of requests)` of one user all together and return the answers."""

	def one(call: tuple[str, str, dict]) -> requests.Response:
		method, path, options = call
		url = urljoin(client.base_url, path)
		return requests.request(method, url, headers=client.headers, timeout=TIMEOUT, **options)

	refresh()
	with ThreadPoolExecutor(len(calls)) as pool:
		answers = list(pool.map(one, calls))
	refresh()
	return answers


@pytest.fixture(scope="session")
def server(stack: TestStack) -> Iterator[str]:
	"""The address of a web server for the site, with this tree's assets, on the loopback interface."""
	stack.ensure_assets()
	web = Web(stack.bench, SITE, stack.folder / "web", free_port(), workers=2)
	web.start()
	yield web.address
	web.stop()


@pytest.fixture(scope="session")
def base_url(server: str) -> str:
	return server


@pytest.fixture
def api(server: str, committed: None) -> Callable[[str | None], ApiClient]:
	"""``api(user).get("/api/resource/CRM Contact")`` -> requests.Response; ``api(None)`` is a guest."""
	return lambda user: ApiClient(server, _authorization(user) if user else None)


def _authorization(user: str) -> str:
	"""The header of an API key of this user's, made anew, but without the half second that saving a user takes."""
	import frappe
	from frappe.utils.password import set_encrypted_password

	key, secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	frappe.db.set_value("User", user, "api_key", key)
	set_encrypted_password("User", user, secret, "api_secret")
	return f"token {key}:{secret}"
