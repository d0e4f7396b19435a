"""A `requests` session that connects to checked addresses only and follows no redirects (no frappe).

Only the opening of the socket is ours. The name stays the connection's host, so `Host`, SNI and the certificate are checked against it
as ever. A proxy that the environment of the server names opens the connections itself, and is trusted to.
"""

import socket
from collections.abc import Sequence

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util import connection, parse_url

from frappe_crm_app.kit.outgoing.addresses import ForbiddenAddressError, Network, connect, problem_with_host


class RefusedAddress(requests.exceptions.InvalidURL):
	"""A request to an address to which none may go."""


class OutgoingSession(requests.Session):
	"""Requests of one user of `sessions.session`."""

	def get_redirect_target(self, answer: requests.Response) -> None:
		"""Follow nothing: what was checked is the address that was asked for."""
		return None


class OutgoingAdapter(HTTPAdapter):
	"""Connects to checked addresses; `networks` are allowed although they are private."""

	def __init__(self, networks: Sequence[Network] = ()) -> None:
		self.networks = tuple(networks)
		super().__init__()

	def init_poolmanager(self, *arguments, **options) -> None:
		super().init_poolmanager(*arguments, **options)
		self.poolmanager.pool_classes_by_scheme = pools_for(self.networks)

	def send(self, request: requests.PreparedRequest, *arguments, **options) -> requests.Response:
		host = parse_url(request.url).host
		problem = problem_with_host(host, self.networks)
		if problem:
			raise RefusedAddress(f"{host}: {problem}", request=request)
		return super().send(request, *arguments, **options)


def session(networks: Sequence[Network] = ()) -> requests.Session:
	"""Return a session that reaches the open internet, and the `networks`."""
	made = OutgoingSession()
	for scheme in ("https://", "http://"):
		made.mount(scheme, OutgoingAdapter(networks))
	return made


def pools_for(networks: tuple[Network, ...]) -> dict[str, type[HTTPConnectionPool]]:
	"""Return urllib3's classes for the pools of each scheme, whose connections go to checked addresses."""

	class Connects:
		def _new_conn(self) -> socket.socket:
			return new_connection(self, networks)

	class Http(Connects, HTTPConnection):
		pass

	class Https(Connects, HTTPSConnection):
		pass

	return {
		"http": type("HttpPool", (HTTPConnectionPool,), {"ConnectionCls": Http}),
		"https": type("HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": Https}),
	}


def new_connection(asking: HTTPConnection, networks: tuple[Network, ...]) -> socket.socket:
	"""Return the socket of a connection; raises what urllib3 expects."""

	def open_socket(place: tuple[str, int], timeout: float | None) -> socket.socket:
		return connection.create_connection(
			place,
			timeout,
			source_address=asking.source_address,
			socket_options=asking.socket_options,
		)

	try:
		return connect(asking.host, asking.port, asking.timeout, networks, open_socket)
	except ForbiddenAddressError:
		raise
	except TimeoutError as error:
		raise ConnectTimeoutError(asking, f"Connection to {asking.host} timed out.") from error
	except OSError as error:
		raise NewConnectionError(asking, f"Failed to establish a new connection: {error}") from error
