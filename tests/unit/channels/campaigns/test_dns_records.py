"""What receivers read in a domain's records."""

import pytest

from frappe_crm_app.channels.campaigns.dns_records import CouldNotAsk, dkim, dmarc, spf

DOMAIN = "ours.example"


@pytest.mark.parametrize(
	("record", "problem"),
	[
		("v=spf1 include:_spf.mail.example -all", ""),
		("v=spf1 mx ~all", ""),
		("v=spf1 redirect=_spf.mail.example", ""),
		("V=SPF1 mx -ALL", ""),
		("v=spf1 mx", "open"),
		("v=spf1 mx ?all", "open"),
		("v=spf1 +all", "everybody"),
		("v=spf10 -all", "missing"),
		("a word", "missing"),
	],
)
def test_spf(record, problem):
	finding = spf(DOMAIN, {DOMAIN: [record]}.get)
	assert (finding.problem, finding.is_well) == (problem, not problem)


def test_two_spf_records_count_for_none():
	assert spf(DOMAIN, {DOMAIN: ["v=spf1 -all", "v=spf1 mx -all"]}.get).problem == "several"


@pytest.mark.parametrize(
	("records", "problem"),
	[
		({"google._domainkey": ["v=DKIM1; k=rsa; p=MIGf"]}, ""),
		({"_domainkey": [], "s1._domainkey": ["p=MIGf"]}, ""),
		({"s1._domainkey": ["v=DKIM1; p="]}, "missing"),  # taken back
		({"_domainkey": []}, "unknown selector"),
		({}, "missing"),
	],
)
def test_dkim(records, problem):
	found = {f"{name}.{DOMAIN}": texts for name, texts in records.items()}
	finding = dkim(DOMAIN, found.get)
	assert (finding.problem, finding.is_well) == (problem, not problem)


@pytest.mark.parametrize(
	("name", "record", "problem"),
	[
		("_dmarc.news.ours.example", "v=DMARC1; p=reject", ""),
		("_dmarc.ours.example", "v=DMARC1;p=none", ""),
		("_dmarc.ours.example", "v=DMARC1; rua=mailto:a@b.example", "no policy"),
		("_dmarc.example", "v=DMARC1; p=none", "missing"),
	],
)
def test_dmarc_is_that_of_the_domain_or_of_the_one_above(name, record, problem):
	assert dmarc("news.ours.example", {name: [record]}.get).problem == problem


@pytest.mark.parametrize("look", [spf, dkim, dmarc])
def test_where_nobody_answers_nothing_is_said(look):
	def ask(name: str):
		raise CouldNotAsk(name)

	with pytest.raises(CouldNotAsk):
		look(DOMAIN, ask)
