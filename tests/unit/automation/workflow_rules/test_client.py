"""Requests over real sockets, to servers on loopback."""

import hashlib
import hmac
import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from frappe_crm_app.automation.workflow_rules.client import Refused, headers_of, post, seconds_of

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


class Handler(BaseHTTPRequestHandler):
	def do_POST(self) -> None:
		body = self.rfile.read(int(self.headers["Content-Length"])).decode()
		self.server.taken.append((self.path, dict(self.headers), body))
		self.send_response(self.server.status)
		for name, value in self.server.headers.items():
			self.send_header(name, value)
		self.end_headers()

	def log_message(self, *_arguments) -> None:
		pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	server.taken, server.status, server.headers = [], 200, {}
	server.url = f"http://127.0.0.1:{server.server_port}/hook"
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


def test_a_request_is_signed_over_its_moment_and_body(server):
	assert post(server.url, '{"a": "é"}', "secret", "key-1", LOOPBACK).status == 200
	((path, headers, body),) = server.taken
	assert (path, body, headers["Idempotency-Key"]) == ("/hook", '{"a": "é"}', "key-1")
	signed = f"{headers['X-CRM-Timestamp']}.{body}".encode()
	assert headers["X-CRM-Signature"] == f"sha256={hmac.new(b'secret', signed, hashlib.sha256).hexdigest()}"


def test_without_a_secret_nothing_is_signed():
	assert "X-CRM-Signature" not in headers_of("{}", None, "key", 1)


def test_a_redirect_is_not_followed(server):
	server.status, server.headers = 302, {"Location": "http://169.254.169.254/latest"}
	assert post(server.url, "{}", None, "key", LOOPBACK).status == 302
	assert len(server.taken) == 1


def test_a_private_address_is_refused(server):
	with pytest.raises(Refused):
		post(server.url, "{}", None, "key")
	assert server.taken == []


def test_nobody_there_is_no_answer(server):
	server.shutdown()
	server.server_close()
	with pytest.raises(requests.ConnectionError):
		post(server.url, "{}", None, "key", LOOPBACK)


@pytest.mark.parametrize(
	("said", "seconds"), [(None, None), ("7", 7), ("999999", 3600), ("soon", None), ("-3", None)]
)
def test_how_long_an_answer_asks_to_wait(said, seconds):
	assert seconds_of(said) == seconds
