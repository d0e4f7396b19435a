import pytest

from frappe_crm_app.records.identity.email_filters import lowered


@pytest.mark.parametrize(
	("given", "stored"),
	[
		([["email", "like", "%ADA@%"]], [["email", "like", "%ada@%"]]),
		([["CRM Contact", "email", "=", "ADA@X.example"]], [["CRM Contact", "email", "=", "ada@x.example"]]),
		(["email", "in", ["A@X.example", None]], ["email", "in", ["a@x.example", None]]),
		({"email": "ADA@X.example", "full_name": "ADA"}, {"email": "ada@x.example", "full_name": "ADA"}),
		({"email": ["like", "ADA%"]}, {"email": ["like", "ada%"]}),
		([["full_name", "like", "EMAIL"]], [["full_name", "like", "EMAIL"]]),
		([], []),
	],
)
def test_emails_are_filtered_in_lower_case_and_nothing_else(given, stored):
	assert lowered(given) == stored
