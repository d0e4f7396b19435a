"""What a server says of a mail's sender: only its own lines count, and only what they say, not what stands in comments."""

import pytest

from frappe_crm_app.records.mail.authentication import has_failed_dmarc

FAILED = "mx.example.org; spf=pass smtp.mailfrom=a.example; dmarc=fail (p=none dis=none) header.from=harbor.example"


@pytest.mark.parametrize(
	("lines", "is_forged"),
	[
		([], False),
		([""], False),
		([FAILED], True),
		([FAILED.upper()], True),
		(["mx.example.org 1; dmarc/1 = FAIL header.from=harbor.example"], True),
		(
			["mx.example.org; dmarc=pass (said dmarc=fail; once; dmarc=fail) header.from=harbor.example"],
			False,
		),
		(["mx.example.org; dmarc=pass (a (b; dmarc=fail) c) header.from=harbor.example"], False),
		(['mx.example.org; dmarc=pass reason="x; dmarc=fail"'], False),
		(["mx.example.org; dkim=fail; dmarc=none"], False),
		(["mx.example.org; none"], False),
		(["mx.example.org; spf=pass", FAILED], True),
		(["mx.example.org; dmarc=pass", "forged.example; dmarc=fail"], False),
		(["mx.example.org; dmarc=pass", "forged.example; dmarc=pass", FAILED], False),
		(["forged.example; dmarc=pass"], False),
		(["; dmarc=fail"], True),
		(["dmarc=fail"], False),
		(["(" * 5000 + "mx; dmarc=pass"], False),
	],
)
def test_of_a_forged_sender_the_servers_own_line_says_so(lines, is_forged):
	assert has_failed_dmarc({"Authentication-Results": "\n".join(lines)}) is is_forged


def test_a_mail_without_the_header_is_not_known_to_be_forged():
	assert has_failed_dmarc({"ARC-Authentication-Results": f"i=1; {FAILED}"}) is False
