"""From which address a request comes: what the site's proxies say, never what the sender does."""

import pytest

from frappe_crm_app.kit.client_address import address_of

FORGED, SENDER, PROXY = "8.8.4.4", "93.184.216.34", "93.184.216.99"


@pytest.mark.parametrize(
	("peer", "forwarded", "proxies", "expected"),
	[
		(SENDER, [], None, SENDER),
		(SENDER, [FORGED], None, SENDER),  # no proxy: from the internet, and with a header
		("127.0.0.1", [SENDER], None, SENDER),
		("127.0.0.1", [FORGED, SENDER], None, SENDER),
		("", [FORGED, SENDER], None, SENDER),
		("10.0.0.5", [FORGED, SENDER], None, SENDER),
		("127.0.0.1", [], None, "127.0.0.1"),
		("127.0.0.1", [FORGED], 0, "127.0.0.1"),
		("127.0.0.1", [FORGED, SENDER, PROXY], 2, SENDER),
		("10.0.0.5", [FORGED, SENDER, PROXY], 2, SENDER),
		("127.0.0.1", [SENDER], 2, SENDER),  # past the outer proxy
		(PROXY, [FORGED, SENDER], 1, SENDER),
	],
)
def test_the_senders_address_is_what_the_last_proxies_say(peer, forwarded, proxies, expected):
	assert address_of(peer, forwarded, proxies) == expected


@pytest.mark.parametrize(
	("written", "expected"),
	[
		("93.184.216.34:4711", SENDER),
		("[2001:db8::1]:4711", "2001:db8::/64"),
		("2001:db8::1", "2001:db8::/64"),
		("2001:db8::ffff:2", "2001:db8::/64"),
		("::ffff:93.184.216.34", SENDER),
		("nonsense", "nonsense"),
	],
)
def test_all_addresses_of_one_sender_are_one(written, expected):
	assert address_of("127.0.0.1", [written], None) == expected
