"""How projects are found: by their titles and kinds, and through their customers and contacts."""

from frappe import _lt

from frappe_crm_app.kit.search_source import SearchSource

PROJECTS = SearchSource(
	doctype="CRM Project",
	label=_lt("Projects"),
	title="title",
	shown=("project_type", "status"),
	words=("title", "project_type"),
	owner="project_owner",
	through={"customer": "CRM Customer", "contact": "CRM Contact"},
)
