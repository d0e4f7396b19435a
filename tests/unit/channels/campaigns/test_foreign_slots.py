"""Places of an Email Template as slots of a campaign."""

import pytest

from frappe_crm_app.channels.campaigns.foreign_slots import translated
from frappe_crm_app.channels.campaigns.slots import SlotError

IS_OF_CUSTOMER = {"first_name": False, "customer_name": True, "industry": True}


@pytest.mark.parametrize(
	("text", "slots"),
	[
		("Dear {{ first_name }}", "Dear {{ first_name }}"),
		("{{doc.first_name}}, {{ contact.first_name }}", "{{ first_name }}, {{ first_name }}"),
		('{{ doc.first_name or "there" }}', '{{ first_name or "there" }}'),
		("{{ contact.first_name or 'there' }}", "{{ first_name or 'there' }}"),
		("{{ customer.industry }} of {{ customer }}", "{{ industry }} of {{ customer_name }}"),
		("{{ customer_name }}", "{{ customer_name }}"),
		("a { b } c }} d", "a { b } c }} d"),
		("", ""),
	],
)
def test_what_both_languages_can_say_is_translated(text, slots):
	assert translated(text, IS_OF_CUSTOMER) == slots


@pytest.mark.parametrize(
	"place",
	[
		"{{ amount }}",
		"{{ user.full_name }}",
		"{{ customer.first_name }}",
		"{{ doc.industry }}",
		"{{ first_name | upper }}",
		"{{- first_name }}",
		"{% if first_name %}",
		"{# for Ada #}",
		"{{ <b>first_name</b> }}",
		"{{ first_name",
	],
)
def test_what_a_campaign_cannot_say_is_refused_by_name(place):
	with pytest.raises(SlotError) as refused:
		translated(f"Dear {{{{ first_name }}}}, {place}", IS_OF_CUSTOMER)
	assert refused.value.place.startswith(place)
