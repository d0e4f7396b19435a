"""No connection leaves for a private network, however it is written, and each goes to the address that was checked."""

import ipaddress
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from frappe_crm_app.kit.outgoing import addresses, sessions
from frappe_crm_app.kit.outgoing.addresses import (
	ForbiddenAddressError,
	HostProblem,
	checked_addresses,
	connect,
	problem_with_host,
)

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
	"host",
	[
		*("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.8", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
		*("100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "192.0.0.8"),
		*(
			"::1",
			"[::1]",
			"::",
			"fe80::1",
			"fc00::1",
			"::ffff:127.0.0.1",
			"::ffff:10.0.0.1",
			"64:ff9b::7f00:1",
		),
		*("2002:7f00:1::", "ff02::1", "2001::1"),
		*("localhost", "LOCALHOST", "localhost.", "db.localhost"),
	],
)
def test_a_private_host_is_refused_as_it_is_written(host):
	assert problem_with_host(host) == HostProblem.PRIVATE


@pytest.mark.parametrize(
	"host", ["0x7f.1", "2130706433", "0x7f000001", "017700000001", "127.1", "010.8.8.8", "1", "0x08080808"]
)
def test_an_odd_spelling_is_refused_wherever_it_leads(host):
	assert problem_with_host(host, LOOPBACK) == HostProblem.ODD


@pytest.mark.parametrize(
	"host", ["api.respond.io", PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "1.example"]
)
def test_the_open_internet_is_not(host):
	assert problem_with_host(host) is None


def test_what_the_site_allows_is_not():
	assert problem_with_host("127.0.0.1", LOOPBACK) is None
	assert problem_with_host("localhost", LOOPBACK) is None
	assert problem_with_host("::ffff:127.0.0.1", LOOPBACK) is None
	assert problem_with_host("10.0.0.1", LOOPBACK) == HostProblem.PRIVATE


@pytest.fixture
def resolving(monkeypatch):
	"""``resolving(name=[addresses], ...)`` -> what each name resolves to from now on, one answer after the other."""
	asked, resolve = {}, socket.getaddrinfo

	def getaddrinfo(host, port, *arguments, **options):
		if host not in asked:
			return resolve(host, port, *arguments, **options)
		found = asked[host].pop(0) if len(asked[host]) > 1 else asked[host][0]
		return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

	monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
	return asked.update


@pytest.mark.parametrize("found", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["169.254.169.254"], ["0.0.0.0"]])
def test_a_name_that_resolves_to_a_private_address_is_refused(resolving, found):
	resolving({"127.0.0.1.nip.io": [found]})
	with pytest.raises(ForbiddenAddressError):
		checked_addresses("127.0.0.1.nip.io", 443)


def test_the_connection_goes_to_the_address_that_was_checked(resolving):
	resolving({"rebinding.example": [[PUBLIC], ["127.0.0.1"]]})
	opened = []
	connect("rebinding.example", 443, 5, open_socket=lambda place, timeout: opened.append((place, timeout)))
	assert opened == [((PUBLIC, 443), 5)]


def test_the_next_address_is_tried_where_one_does_not_answer(resolving):
	resolving({"two.example": [["203.0.114.1", PUBLIC]]})
	opened = []

	def open_socket(place, timeout):
		opened.append(place[0])
		if len(opened) == 1:
			raise TimeoutError
		return "socket"

	assert connect("two.example", 443, 5, open_socket=open_socket) == "socket"
	assert opened == ["203.0.114.1", PUBLIC]


class Handler(BaseHTTPRequestHandler):
	def do_GET(self):
		self.server.heard.append((self.path, self.headers["Host"]))
		self.send_response(302 if self.path == "/redirect" else 200)
		self.send_header("Location", "/elsewhere")
		self.send_header("Content-Length", "2")
		self.end_headers()
		self.wfile.write(b"ok")

	def log_message(self, *arguments):
		pass


@pytest.fixture
def server():
	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	server.heard = []
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
	for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
		monkeypatch.delenv(name, raising=False)


def test_a_session_reaches_what_is_allowed_by_its_name(server, resolving):
	resolving({"peer.example": [["127.0.0.1"]]})
	answer = sessions.session(LOOPBACK).get(f"http://peer.example:{server.server_port}/x", timeout=5)
	assert answer.text == "ok"
	assert server.heard == [("/x", f"peer.example:{server.server_port}")]


@pytest.mark.parametrize(
	"host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "peer.example", "[::1]", "127。0。0。1"]
)
def test_a_session_does_not_reach_a_private_network(server, resolving, host):
	resolving({"peer.example": [["127.0.0.1"]]})
	with pytest.raises((requests.RequestException, OSError)):
		sessions.session().get(f"http://{host}:{server.server_port}/x", timeout=5)
	assert server.heard == []


def test_a_session_follows_no_redirect(server):
	answer = sessions.session(LOOPBACK).get(f"http://127.0.0.1:{server.server_port}/redirect", timeout=5)
	assert answer.status_code == 302
	assert [path for path, _host in server.heard] == ["/redirect"]


def test_names_are_what_tls_asks_for(resolving, monkeypatch):
	"""The server is told the name, and must prove it, though the connection goes to an address."""
	resolving({"peer.example": [["127.0.0.1"]]})
	named = []

	def wrap_socket(_context, _sock, *_arguments, server_hostname=None, **_options):
		named.append(server_hostname)
		raise ssl.SSLError("enough")

	monkeypatch.setattr(ssl.SSLContext, "wrap_socket", wrap_socket)
	listening = socket.create_server(("127.0.0.1", 0))
	with listening, pytest.raises(requests.exceptions.SSLError):
		sessions.session(LOOPBACK).get(f"https://peer.example:{listening.getsockname()[1]}/", timeout=5)
	assert named == ["peer.example"]


def test_a_server_that_is_down_is_told_as_ever():
	with socket.create_server(("127.0.0.1", 0)) as listening:
		port = listening.getsockname()[1]
	with pytest.raises(requests.exceptions.ConnectionError, match="Failed to establish"):
		sessions.session(LOOPBACK).get(f"http://127.0.0.1:{port}/", timeout=5)


def test_networks_beyond_python_are_closed():
	assert all(not addresses.is_allowed(network[1]) for network in addresses.CLOSED)
