"""Where a mailbox probably is."""

import pytest

from frappe_crm_app.channels.mail.fetching.providers import imap_places, smtp_places, split
from frappe_crm_app.channels.mail.servers.server import Place, Security

TLS, STARTTLS = Security.TLS, Security.STARTTLS


def test_well_known_providers_have_one_place():
	imap = imap_places("ada@gmx.de")
	assert imap == [Place("imap.gmx.net", 993, TLS)]
	assert smtp_places("ada@gmx.de", imap[0]) == [Place("mail.gmx.net", 587, STARTTLS)]


def test_others_are_guessed_by_domain_and_never_without_encryption():
	places = imap_places("ada@firm.example")
	assert [(place.host, place.port) for place in places[:3]] == [
		("imap.firm.example", 993),
		("imap.firm.example", 143),
		("mail.firm.example", 993),
	]
	assert Security.NONE not in {place.security for place in places}


def test_mails_go_out_by_the_neighbour_of_the_server_they_come_from():
	hosts = [place.host for place in smtp_places("ada@firm.example", Place("imap.host.example", 993, TLS))]
	assert hosts == ["smtp.host.example"] * 2 + ["imap.host.example"] * 2
	own = smtp_places("ada@firm.example", Place("outlook.office365.com", 993, TLS))
	assert own == [Place("smtp.office365.com", 587, STARTTLS)]


@pytest.mark.parametrize(
	("entered", "host", "port"),
	[
		("mail.example.com", "mail.example.com", None),
		(" imaps://Mail.Example.com/ ", "mail.example.com", None),
		("mail.example.com:1993", "mail.example.com", 1993),
		("[::1]:993", "::1", 993),
		("::1", "::1", None),
		("mail.example.com:99999", "mail.example.com:99999", None),
	],
)
def test_servers_are_read_as_people_enter_them(entered, host, port):
	assert split(entered) == (host, port)


def test_a_usual_port_says_how_the_connection_is_secured():
	assert imap_places("", "mail.example.com:143") == [Place("mail.example.com", 143, STARTTLS)]
	assert {place.security for place in imap_places("", "mail.example.com:1143")} == set(Security)
