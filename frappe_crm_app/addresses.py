"""The public addresses of endpoints: `/api/method/frappe_crm_app.<address>`, the same for ever, wherever the function stands now.

`hooks.py` gives them to Frappe as overridden methods. An endpoint whose module was never moved is called by its own path and is not
listed. Python callers import the module, which the README names.
"""

PREFIX = "frappe_crm_app."
# The module in the address: the module that has the functions, and their names.
MOVED = {
	"bulk_edit.api": (
		"intake.bulk_edit.api",
		("reassign", "add_to_segment", "move", "tag", "get_stages", "delete", "hand_over", "get_state"),
	),
	"calendar.api": ("screens.calendar.api", ("get_follow_ups", "get_expected_closings")),
	"contact_import.api": (
		"intake.contact_import.api",
		("process", "start", "undo", "get_state", "download_rejected"),
	),
	"customer_overview.api": (
		"screens.customer_page.api",
		("get_overview", "get_sections", "get_deal_sections", "get_project_sections", "get_contact_tabs"),
	),
	"identity.api": (
		"records.identity.api",
		("get_possible_duplicates", "find_duplicates", "get_differences", "merge", "undo_merge"),
	),
	"identity.search": ("records.identity.search", ("find_contacts", "find_customers")),
	"list_views.api": ("screens.lists.api", ("get_chips", "get_deal_counts", "get_contact_counts")),
	"pipeline.api": (
		"screens.board.api",
		("get_setup", "get_board", "get_column", "get_changes", "move", "watch", "get_details"),
	),
	"public_lead_form.api": (
		"intake.lead_forms.api",
		("get_token", "submit", "confirm", "release", "discard", "retry"),
	),
	"reminders.api": ("channels.reminders.api", ("get_preferences", "set_preferences")),
	"respondio.api": (
		"channels.respondio.api",
		("test_connection", "get_sync_state", "retry", "retry_all_failed"),
	),
	"respondio.webhook": ("channels.respondio.webhook", ("receive",)),
	"timeline.api": ("screens.timeline.api", ("get_timeline",)),
}
# Functions that stand elsewhere than the others of their address.
APART = {"identity.api.upsert_contacts": "intake.contact_upsert.api.upsert_contacts"}


def functions() -> dict[str, str]:
	"""Return the dotted path of the function behind each public address of one that was moved."""
	apart = {f"{PREFIX}{address}": f"{PREFIX}{function}" for address, function in APART.items()}
	return apart | {
		f"{PREFIX}{address}.{name}": f"{PREFIX}{module}.{name}"
		for address, (module, names) in MOVED.items()
		for name in names
	}
