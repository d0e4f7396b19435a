import pytest

from frappe_crm_app.records.identity.contacts import column_taken


@pytest.mark.parametrize(
	("told", "column"),
	[
		("(1062, \"Duplicate entry 'external_id@x.example' for key 'email'\")", "email"),
		("(1062, \"Duplicate entry 'a' for key 'tabCRM Contact.external_id'\")", "external_id"),
		(
			'duplicate key value violates unique constraint "x"\nDETAIL:  Key (email)=(a@x.example) already exists.',
			"email",
		),
		("UNIQUE constraint failed: tabCRM Contact.email", "email"),
		("(1213, 'Deadlock found')", ""),
	],
)
def test_the_column_that_refused_a_value_is_read_from_what_the_database_tells(told, column):
	assert column_taken(Exception(told)) == column
