"""What scripts call."""

import frappe

from frappe_crm_app.intake.contact_upsert.replaying import answered_once
from frappe_crm_app.intake.contact_upsert.upserting import read_people, upsert


@frappe.whitelist(methods=["POST"])
def upsert_contacts(contacts: str | list, phone_country: str | None = None) -> dict:
	"""Create or update up to 500 people: `{created, updated, unchanged, refused, results: [{row, outcome, contact, reason}]}`.

	Each of `contacts` is an object with `email` or `external_id`, by which the person is known, and any of `first_name`, `last_name`,
	`phone`, `company_name`, `job_title`, `status`, `contact_type`, `country` (of its phone); a new person needs both names. What is not
	given or empty stays as it is. `phone_country` is the country of phones without a prefix, else the site's.

	The caller's permissions hold. One refused row leaves the others alone. A call with the header `Idempotency-Key` that is sent again
	within a day is answered as before, and nothing is written. Raises `ImportChoiceError` for what is no list of people.
	"""
	people = read_people(contacts)
	return answered_once(
		{"contacts": people, "phone_country": phone_country}, lambda: upsert(people, phone_country)
	)
