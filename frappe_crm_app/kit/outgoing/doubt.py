"""Whether a request that failed may have reached the other side (no frappe)."""

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from frappe_crm_app.kit.outgoing.sessions import RefusedAddress

UNCONNECTED = (ConnectTimeoutError, NewConnectionError)


def was_never_sent(error: BaseException) -> bool:
	"""Return whether no connection came about, so that nothing was asked of the other side. In doubt it may have been."""
	if isinstance(
		error, requests.exceptions.ConnectTimeout | requests.exceptions.InvalidURL | RefusedAddress
	):
		return True
	cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else error
	if isinstance(cause, MaxRetryError):
		cause = cause.reason
	return isinstance(cause, UNCONNECTED)
