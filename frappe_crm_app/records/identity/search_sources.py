"""By what contacts and customers are found (hook `crm_search_sources`)."""

from frappe import _lt

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.identity.holders import EMAIL_ROW, PHONE_ROW

CONTACTS = SearchSource(
	doctype="CRM Contact",
	label=_lt("People"),
	title="full_name",
	shown=("company_name", "email", "phone"),
	words=("first_name", "last_name", "company_name"),
	emails=("email",),
	phones=("phone",),
	owner="contact_owner",
	tables={"emails": EMAIL_ROW, "phones": PHONE_ROW},
	tables_flag="has_further_addresses",
)
CUSTOMERS = SearchSource(
	doctype="CRM Customer",
	label=_lt("Customers"),
	title="customer_name",
	shown=("domain", "email", "phone"),
	words=("customer_name",),
	emails=("email",),
	domains=("domain",),
	phones=("phone",),
	owner="salesperson",
)
