"""Private networks that the operator of the site lets connections go to: `crm_outgoing_networks` of the site config.

A list of networks, such as `["10.1.0.0/16", "127.0.0.1"]`. Whoever may write settings on the site cannot write this.
"""

import ipaddress

import frappe

from frappe_crm_app.kit.outgoing.addresses import Network

KEY = "crm_outgoing_networks"


def allowed_networks() -> tuple[Network, ...]:
	"""Return the allowed networks; one that cannot be read allows nothing, and raises `ValueError`."""
	given = frappe.conf.get(KEY) or []
	listed = [given] if isinstance(given, str) else given
	return tuple(ipaddress.ip_network(network, strict=False) for network in listed)
