"""Many records in one statement hold what they were given, whatever the database layer would read into it."""

import frappe
import pytest

from frappe_crm_app.kit.set_based import MANY, insert_records

FIELDS = ("name", "owner", "creation", "modified", "modified_by", "source_name")


@pytest.mark.parametrize(
	"owner",
	[
		"shipped from table 7",
		"ifnull(1, 2)",
		"locate('a', name)",
		"100 % `quoted` 'twice' \\",
		"a = 5.0",
		"Ärger & Söhne",
	],
)
def test_what_all_rows_share_is_stored_as_it_is(site, owner):
	moment = frappe.utils.now()
	rows = [
		(frappe.generate_hash(), owner, moment, moment, "Administrator", frappe.generate_hash())
		for _ in range(MANY)
	]
	insert_records("CRM Source", FIELDS, rows)
	assert set(frappe.get_all("CRM Source", {"name": ["in", [row[0] for row in rows]]}, pluck="owner")) == {
		owner
	}
