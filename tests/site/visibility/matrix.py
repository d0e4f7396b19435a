"""Who sees and does what, as data. Every DocType and every endpoint of the app has its row here, or a test fails.

The records of the world (`world.py`) are told apart by why somebody might see them:

own      given to the user            client   of a client              linked   whose linked user is the user
other    nobody's in particular       partner  of a partner prospect    private  of a private client
dealt    nobody's, but for a deal with it that is the user's: it and what hangs on it is read, and no more
"""

from dataclasses import dataclass

ALL = {"own", "other", "client", "partner", "linked", "private", "dealt"}
OPEN = ALL - {"private"}
NONE: set[str] = set()

ROLES = (
	"CRM Admin",
	"CRM Manager",
	"CRM Sales Rep",
	"CRM Account Rep",
	"CRM Viewer",
	"CRM External",
	"CRM Partner Manager",
	"CRM Location Manager",
	"CRM Reassigner",
	"CRM Marketer",
	"System Manager",
	None,  # logged in, without any role
	"Guest",
)

# What each role reaches of contacts, customers and deals; roles that are not named reach none.
REACHED = {
	"CRM Admin": ALL,
	"CRM Manager": ALL,
	"CRM Sales Rep": {"own", "dealt"},
	"CRM Account Rep": {"own", "client", "dealt"},
	"CRM Viewer": OPEN,
	"CRM Partner Manager": {"own", "partner", "dealt"},
}
# Contacts, customers and deals, which a marketer reads and does not change; of what hangs on them, what audiences are made of.
MARKETED = REACHED | {"CRM Marketer": OPEN}
MARKETERS = ("CRM Admin", "CRM Manager", "CRM Marketer")
AUDIENCES = {role: MARKETED[role] for role in MARKETERS}
EXTERNAL = {"CRM External": {"linked"}}
OVERSEEN = {"CRM Admin": ALL, "CRM Manager": ALL}

EDITORS = ("CRM Admin", "CRM Manager", "CRM Sales Rep", "CRM Account Rep", "CRM Partner Manager")
OVERSEERS = ("CRM Admin", "CRM Manager")
ADMIN = ("CRM Admin",)


# A person's own mailbox and what lies in it, which nobody oversees; and one of people with a role, which another role reads nothing of.
MAILBOX_OWNERS = {role: {"own"} for role in EDITORS}
SHARERS = {"CRM Partner Manager": ALL}


@dataclass(frozen=True)
class Row:
	"""Which records of a guarded DocType each role sees, and the roles that change, and that delete, those that they see.

	`change` is a field and a value by which changing is tried; table rows have none, they go with their record. `read_only` are those
	that a role sees and does not change. `exported_by` are the roles that export those that they see.
	"""

	seen_by: dict[str, set[str]]
	change: tuple[str, object] | None = None
	changed_by: tuple[str, ...] = ()
	deleted_by: tuple[str, ...] = ()
	read_only: frozenset[str] = frozenset()
	exported_by: tuple[str, ...] = ("CRM Admin", "CRM Manager")

	def changed_of(self, role: str | None) -> set[str]:
		"""Return which records a role changes."""
		return self.written_of(role) if role in self.changed_by else set()

	def written_of(self, role: str | None) -> set[str]:
		"""Return which records a role sees and not only reads; who oversees all only reads none."""
		return self.seen_by.get(role, set()) - (set() if role in OVERSEERS else self.read_only)


# Quotes are nothing to who sells to partners.
QUOTERS = ("CRM Admin", "CRM Manager", "CRM Sales Rep", "CRM Account Rep")
QUOTED = {role: REACHED[role] for role in (*QUOTERS, "CRM Viewer")}
QUOTE_READERS = tuple(QUOTED)

DEALT = frozenset({"dealt"})
# Whose a project is sees it, from outside, too; and whoever has a role of the CRM one in which they take part.
OUTSIDE = {role: seen | {"own"} for role, seen in EXTERNAL.items()}
PARTICIPATING = {role: {"own"} for role in (*REACHED, *EXTERNAL)} | OVERSEEN

# Of a feed, only whose it is knows, whoever oversees the rest.
FEEDS = {role: {"own"} for role in REACHED}

# By kind: a DocType of `visibility/guarded.py`, or a sort of its records. What hangs on others comes after them.
RECORDS = {
	"CRM Contact": Row(MARKETED | EXTERNAL, ("job_title", "Boss"), EDITORS, ADMIN, DEALT),
	"CRM Customer": Row(MARKETED | EXTERNAL, ("industry", "Steel"), EDITORS, ADMIN, DEALT),
	"CRM Sales Deal": Row(MARKETED, ("description", "Boats"), EDITORS, ADMIN),
	"CRM Location": Row(REACHED | EXTERNAL, ("city", "Oslo"), EDITORS, ADMIN, DEALT),
	"CRM Follow-up Note": Row(REACHED, ("content", "Changed"), EDITORS, ADMIN, DEALT),
	"CRM Project": Row(REACHED | OUTSIDE, ("description", "Changed"), EDITORS, ADMIN, DEALT),
	"CRM Milestone": Row(REACHED | OUTSIDE, ("position", 7), EDITORS, EDITORS, DEALT),
	"task": Row(REACHED, ("content", "Changed"), EDITORS, ADMIN, DEALT),
	"CRM Plan Change": Row(REACHED, ("summary", "none")),
	# Of which the user of "own" is a participant, and no more.
	"closed project": Row(PARTICIPATING, ("description", "Changed"), OVERSEERS, ADMIN),
	"closed task": Row(
		{role: seen for role, seen in PARTICIPATING.items() if role != "CRM External"},
		("content", "Changed"),
		EDITORS,
		ADMIN,
	),
	"CRM Event": Row(REACHED | OUTSIDE, ("description", "Changed"), EDITORS, ADMIN, DEALT),
	# To which the user of "own" is invited, and no more.
	"other event": Row(PARTICIPATING, ("description", "Changed"), OVERSEERS, ADMIN),
	"CRM Event Attendee": Row(REACHED | OUTSIDE),
	"CRM Event Link": Row(REACHED | OUTSIDE),
	"CRM Event Mail": Row(REACHED, ("reason", "none")),
	"CRM Room Link": Row(REACHED, ("views", 5), read_only=DEALT),
	"CRM Room View": Row(REACHED, ("subject", "none")),
	"CRM Calendar Feed": Row(FEEDS, ("title", "none"), deleted_by=tuple(FEEDS), exported_by=()),
	"CRM Quick Log Entry": Row(FEEDS, ("digest", "none"), exported_by=()),
	"CRM Project Customer": Row(REACHED | OUTSIDE),
	"CRM Project Participant": Row(REACHED | OUTSIDE),
	"CRM Task Blocker": Row(REACHED),
	"CRM Checklist Item": Row(REACHED),
	"CRM Document": Row(REACHED, ("description", "Changed"), EDITORS, ADMIN, DEALT),
	"CRM Document Version": Row(REACHED, ("comment", "none")),
	"CRM Document Public Link": Row(REACHED, ("label", "none"), read_only=DEALT),
	"CRM Document Delivery": Row(REACHED, ("address", "none")),
	"CRM Document Link": Row(REACHED),
	"CRM Document Assignee": Row(REACHED),
	"loose document": Row(
		OVERSEEN, ("description", "Changed"), OVERSEERS, ADMIN
	),  # about nothing, of Administrator's
	"private note": Row(OVERSEEN, ("content", "Changed"), OVERSEERS, ADMIN),  # about each customer
	"CRM Stage Change": Row(REACHED, ("seconds_in_stage", 5)),
	"CRM Won Mail": Row(OVERSEEN, ("reason", "none")),
	"CRM Deal Snapshot": Row(REACHED, ("value", 5)),
	"CRM Lead Submission": Row(REACHED, ("reason", "none"), deleted_by=ADMIN),
	"CRM Consent": Row(MARKETED, ("wording", "none")),
	"CRM Segment Member": Row(AUDIENCES, ("idx", 5), deleted_by=MARKETERS),
	"CRM Subscription": Row(MARKETED, ("address", "none@example.com")),
	"CRM Campaign Recipient": Row(MARKETED, ("problem", "none"), exported_by=MARKETERS),
	"CRM Campaign Click": Row(AUDIENCES, ("is_machine", 1), exported_by=()),
	"CRM Respondio Sync": Row(REACHED, ("last_error", "none"), read_only=DEALT),
	"CRM Message": Row(REACHED, ("reason", "none"), read_only=DEALT),
	"CRM Domain Event": Row(OVERSEEN, ("depth", 5)),
	"CRM Workflow Run": Row(REACHED, ("place", "9")),
	"CRM Workflow Step": Row(REACHED, ("place", "9")),
	"CRM Mailbox": Row(MAILBOX_OWNERS, ("title", "Post"), EDITORS, EDITORS),
	"shared mailbox": Row(SHARERS | {"CRM Admin": ALL}, ("title", "Post"), ADMIN, ADMIN),
	"CRM Mailbox Entry": Row(MAILBOX_OWNERS, ("is_read", 1), EDITORS),
	"CRM Mail Folder": Row(MAILBOX_OWNERS, ("problem", "none")),
	"CRM Mail Copy": Row(MAILBOX_OWNERS, ("uid", 5)),
	"CRM Mail": Row(MAILBOX_OWNERS, ("problem", "none")),
	"shared mail": Row(REACHED | SHARERS, ("problem", "none")),
	"mail event": Row({role: MAILBOX_OWNERS[role] for role in OVERSEEN}, ("depth", 5)),
	"CRM Mail Link": Row(MAILBOX_OWNERS),
	"CRM Mail Participant": Row(MAILBOX_OWNERS),
	"CRM Mailbox Role": Row(SHARERS | {"CRM Admin": ALL}),
	"CRM Contact Affiliation": Row(MARKETED | EXTERNAL),
	"CRM Contact Email": Row(MARKETED | EXTERNAL),
	"CRM Contact Phone": Row(MARKETED | EXTERNAL),
	"CRM Customer Relation": Row(MARKETED | EXTERNAL),
	"CRM Customer User": Row(MARKETED | EXTERNAL),
	"CRM Deal Contact": Row(MARKETED),
	"CRM Quote": Row(QUOTED, ("reminds_customer", 1), QUOTERS, QUOTERS),
	"CRM Quote Mail": Row(QUOTED, ("reason", "none")),
	"CRM Quote Acceptance": Row(QUOTED, ("typed_name", "Eve")),
	"CRM Quote Certificate": Row(QUOTED, ("reason", "none")),
	"CRM Quote Link": Row(QUOTED, ("address", "eve@example.com")),
	"CRM Quote Line": Row(QUOTED),
	"CRM Quote Tax": Row(QUOTED),
}

# Short lists and settings, of which no record is anybody's: the roles that read all of them, and that change them.
SELLERS = ("CRM Sales Rep", "CRM Account Rep", "CRM Partner Manager", "CRM Viewer")
SHORT_LISTS = {
	"CRM Board View": ((*MARKETERS, *SELLERS), ("CRM Admin", "CRM Manager")),
	"CRM Deal Lost Reason": ((*MARKETERS, *SELLERS), ("CRM Admin",)),
	"CRM Lead Form": ((*MARKETERS, *SELLERS), ("CRM Admin",)),
	"CRM Pipeline": ((*MARKETERS, *SELLERS), ("CRM Admin",)),
	"CRM Project Template": (("CRM Admin", "CRM Manager", *SELLERS), ("CRM Admin",)),
	"CRM Document Folder": ((*MARKETERS, *SELLERS), ("CRM Admin", "CRM Manager")),
	"CRM Mailing List": ((*MARKETERS, *SELLERS), MARKETERS),
	"CRM Segment": (MARKETERS, MARKETERS),
	"CRM Campaign": (MARKETERS, MARKETERS),
	"CRM Campaign Link": (MARKETERS, ()),
	"CRM Record Scope": (("CRM Admin", "CRM Manager"), ("CRM Admin",)),
	"CRM Sales Role": ((*MARKETERS, *SELLERS), ("CRM Admin",)),
	"CRM Salesperson": ((*MARKETERS, *SELLERS), ("CRM Admin",)),
	"CRM Source": ((*MARKETERS, *SELLERS), ("CRM Admin",)),
	"CRM Stage": ((*MARKETERS, *SELLERS), ("CRM Admin",)),
	"CRM Sales Product": (("CRM Admin", "CRM Manager", *SELLERS), ("CRM Admin",)),
	"CRM Tax Class": (("CRM Admin", "CRM Manager", *SELLERS), ("CRM Admin",)),
	"CRM Desk Settings": (("CRM Admin", "CRM Manager"), ("CRM Admin",)),
	"CRM Workflow Rule": (("CRM Admin", "CRM Manager"), ("CRM Admin",)),
	"CRM Respondio Settings": (("CRM Admin",), ("CRM Admin",)),
}
# Rows of short lists and settings, which go with them.
ROWS_OF_SHORT_LISTS = {
	"CRM Board View Role": "CRM Board View",
	"CRM Currency Rate": "CRM Desk Settings",
	"CRM Day Off": "CRM Desk Settings",
	"CRM Lead Form Person": "CRM Lead Form",
	"CRM Campaign Audience": "CRM Campaign",
	"CRM Mailing List Customer": "CRM Mailing List",
	"CRM Mailing List Form": "CRM Mailing List",
	"CRM Pipeline Card Field": "CRM Pipeline",
	"CRM Respondio Form": "CRM Respondio Settings",
	"CRM Respondio Source": "CRM Respondio Settings",
	"CRM Respondio Webhook Key": "CRM Respondio Settings",
	"CRM Sales Product Price": "CRM Sales Product",
	"CRM Salesperson Role": "CRM Salesperson",
	"CRM Stage Required Field": "CRM Stage",
	"CRM Template Milestone": "CRM Project Template",
	"CRM Template Task": "CRM Project Template",
}

# What the app writes down of its own work: overseers read it all, these roles what they began; nobody changes it.
ACCOUNTS = {
	"CRM Bulk Change": ("CRM Sales Rep", "CRM Account Rep"),
	"CRM Contact Import": ("CRM Sales Rep", "CRM Account Rep"),
	"CRM Contact Import Row": ("CRM Sales Rep", "CRM Account Rep"),
	"CRM Event Occasion": (),
	"CRM Quote Counter": (),
	"CRM Respondio Event": (),
	"CRM Merge": ("CRM Sales Rep", "CRM Account Rep", "CRM Partner Manager"),
	"CRM Workflow Rule Version": (),
}
BOARD_READERS = ("CRM Admin", "CRM Manager", *SELLERS)
EVERYBODY = tuple(role for role in ROLES if role != "Guest")
DEAL_READERS = (*BOARD_READERS, "CRM Marketer")
CONTACT_READERS = (*DEAL_READERS, "CRM External")
PEOPLE_OF_THE_CRM = tuple(role for role in ROLES if role and role.startswith("CRM "))
# A whole rule, as JSON in which braces stand doubled.
RULE_OF_DEALS = (
	'{{"title": "Tag it", "record_type": "CRM Sales Deal", "trigger_type": "Event", "event_kind": "deal.won", "conditions": {{"all": []}}, '
	'"steps": [{{"step": "tag", "tag": "Seen"}}]}}'
)
LINK_QUERY = {"doctype": "{doctype}", "txt": "", "searchfield": "name", "start": 0, "page_len": 100}
PAIR = {"keep": "{name}", "remove": "{name}", "doctype": "{doctype}"}
# Each endpoint of the app: how it is called, which roles are let in, and the DocType of the record that it is about.
# A role that is let in still gets nothing of a record that it does not see.
ENDPOINTS = {
	"visibility.api.explain": ("GET", {"doctype": "{doctype}", "name": "{name}"}, EVERYBODY, "CRM Customer"),
	"visibility.api.who_can_see": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		OVERSEERS,
		"CRM Customer",
	),
	"visibility.api.get_users": ("GET", {}, OVERSEERS, None),
	"visibility.api.assign_roles": ("POST", {"user": "{user}", "roles": "[]"}, ("CRM Admin",), None),
	"visibility.api.get_manager_filters": ("GET", {}, EVERYBODY, None),
	# Somebody of nobody's team. Who enters whose absence is tested in `test_absences.py`.
	"visibility.api.set_absence": ("POST", {"person": "{person}"}, ADMIN, None),
	"visibility.api.apply_preset": ("POST", {"preset": "As shipped"}, ("CRM Admin",), None),
	"visibility.api.preview_preset": ("GET", {"preset": "As shipped"}, ADMIN, None),
	"visibility.api.invite_user": (
		"POST",
		{"email": "invited@example.com", "first_name": "Grace", "roles": '["CRM Viewer"]'},
		ADMIN,
		None,
	),
	# Somebody who is not there. Who is invited again is tested in `test_invitations.py`.
	"visibility.api.invite_again": ("POST", {"user": "nobody@example.com"}, (), None),
	"records.pipeline.api.get_stages": ("GET", {"pipeline": "{pipeline}"}, DEAL_READERS, None),
	"records.pipeline.api.save_stages": ("POST", {"pipeline": "{pipeline}", "stages": "[]"}, ADMIN, None),
	"records.trades.api.preview_trade": ("GET", {"trade": "Logistics"}, ADMIN, None),
	"records.trades.api.choose_trade": ("POST", {"trade": ""}, ADMIN, None),
	"setup_guide.api.get_state": ("GET", {}, (*ADMIN, "System Manager"), None),
	"setup_guide.api.skip": ("POST", {"step": "trade", "is_skipped": 0}, ADMIN, None),
	"setup_guide.api.set_currency": ("POST", {"currency": "USD"}, ADMIN, None),
	# No company, which nobody may say; who says one is tested beside `setup_guide`.
	"setup_guide.api.set_company": ("POST", {"company": " "}, (), None),
	"setup_guide.api.load_demo": ("POST", {}, ADMIN, None),
	# While it is being loaded, nobody clears it.
	"setup_guide.api.clear_demo": ("POST", {}, (), None),
	"setup_guide.api.get_demo_progress": ("GET", {}, ADMIN, None),
	"pipeline.api.get_setup": ("GET", {}, DEAL_READERS, None),
	"pipeline.api.get_board": ("GET", {"pipeline": "{pipeline}"}, DEAL_READERS, None),
	"pipeline.api.get_column": ("GET", {"pipeline": "{pipeline}", "stage": "{stage}"}, DEAL_READERS, None),
	"pipeline.api.get_changes": ("GET", {"pipeline": "{pipeline}", "names": "[]"}, DEAL_READERS, None),
	"pipeline.api.watch": ("POST", {"pipeline": "{pipeline}"}, DEAL_READERS, None),
	"pipeline.api.get_details": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EVERYBODY,
		"CRM Sales Deal",
	),
	"pipeline.api.move": (
		"POST",
		{"doctype": "{doctype}", "name": "{name}", "stage": "{stage}"},
		EDITORS,
		"CRM Sales Deal",
	),
	"screens.deal_page.api.get_deal_page": ("GET", {"deal": "{name}"}, EVERYBODY, "CRM Sales Deal"),
	"timeline.api.get_timeline": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EVERYBODY,
		"CRM Customer",
	),
	"customer_overview.api.get_overview": ("GET", {"customer": "{name}"}, EVERYBODY, "CRM Customer"),
	"customer_overview.api.get_sections": ("GET", {"customer": "{name}"}, EVERYBODY, "CRM Customer"),
	"customer_overview.api.get_deal_sections": ("GET", {"deal": "{name}"}, EVERYBODY, "CRM Sales Deal"),
	"customer_overview.api.get_project_sections": (
		"GET",
		{"project": "{name}"},
		CONTACT_READERS,
		"CRM Project",
	),
	"customer_overview.api.get_contact_tabs": ("GET", {"contact": "{name}"}, EVERYBODY, "CRM Contact"),
	"list_views.api.get_chips": ("GET", {"doctype": "CRM Contact"}, CONTACT_READERS, None),
	"list_views.api.get_deal_counts": ("GET", {"doctype": "CRM Contact", "names": "[]"}, EVERYBODY, None),
	"list_views.api.get_contact_counts": ("GET", {"names": "[]"}, EVERYBODY, None),
	"calendar.api.get_follow_ups": ("GET", {"start": "2026-01-01", "end": "2026-02-01"}, BOARD_READERS, None),
	"calendar.api.get_expected_closings": (
		"GET",
		{"start": "2026-01-01", "end": "2026-02-01"},
		DEAL_READERS,
		None,
	),
	"screens.today.api.get_setup": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	"screens.today.api.get_today": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	"screens.today.api.get_number": ("GET", {"filters": '{{"part": "overdue"}}'}, PEOPLE_OF_THE_CRM, None),
	"screens.today.api.finish": (
		"POST",
		{"doctype": "{doctype}", "name": "{name}", "happened": "Called"},
		EDITORS,
		"CRM Sales Deal",
	),
	"screens.today.api.snooze": (
		"POST",
		{"doctype": "{doctype}", "name": "{name}", "until": "2099-01-01 10:00:00"},
		EDITORS,
		"CRM Sales Deal",
	),
	"screens.quick_log.api.get_session": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	"screens.quick_log.api.get_day": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	"screens.quick_log.api.open_record": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		DEAL_READERS,
		"CRM Sales Deal",
	),
	# Of each entry, whoever sends it is told for itself: `tests/site/screens/quick_log`.
	"screens.quick_log.api.send": ("POST", {"user": "nobody", "entries": "[]"}, (), None),
	"screens.inbox.api.get_setup": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	"screens.inbox.api.get_page": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	"screens.inbox.api.watch": ("POST", {}, PEOPLE_OF_THE_CRM, None),
	# Mails that are not there. Who reads and files which of them is tested beside `screens/inbox`.
	"screens.inbox.api.get_thread": ("GET", {"thread": "nothing"}, (), None),
	"screens.inbox.api.get_body": ("GET", {"mail": "nothing"}, (), None),
	"screens.inbox.api.get_person": ("GET", {"mail": "nothing"}, (), None),
	"screens.inbox.api.who_can_read": ("GET", {"entry": "nothing"}, (), None),
	"screens.inbox.api.share": ("POST", {"entry": "nothing", "sharing_level": "Nothing"}, (), None),
	"screens.inbox.api.mark": ("POST", {"names": "[]"}, (), None),
	"screens.inbox.api.file": ("POST", {"names": "[]", "folder": "Archive"}, (), None),
	"screens.inbox.api.put_back": ("POST", {"names": "[]", "folder": "Inbox"}, (), None),
	"screens.inbox.api.assign": ("POST", {"names": "[]"}, (), None),
	"screens.inbox.api.tag": ("POST", {"names": "[]", "tag": "Boats"}, (), None),
	"screens.inbox.api.link": (
		"POST",
		{"mail": "nothing", "doctype": "CRM Contact", "name": "nothing"},
		(),
		None,
	),
	"screens.inbox.api.unlink": (
		"POST",
		{"mail": "nothing", "doctype": "CRM Contact", "name": "nothing"},
		(),
		None,
	),
	"screens.inbox.api.make_contact": ("POST", {"mail": "nothing"}, (), None),
	"screens.inbox.api.make_deal": ("POST", {"mail": "nothing"}, (), None),
	"screens.inbox.api.make_follow_up": ("POST", {"mail": "nothing"}, (), None),
	"reminders.api.get_preferences": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	"reminders.api.set_preferences": ("POST", {"reminder_mail": 1, "digest": 1}, PEOPLE_OF_THE_CRM, None),
	"identity.api.get_possible_duplicates": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EVERYBODY,
		"CRM Customer",
	),
	"identity.api.find_duplicates": (
		"GET",
		{"doctype": "CRM Contact", "values": "{{}}"},
		CONTACT_READERS,
		None,
	),
	# A record and itself: nobody merges them. Who merges what is tested in `identity/test_merging.py`.
	"identity.api.get_differences": ("GET", PAIR, (), "CRM Customer"),
	"identity.api.merge": ("POST", PAIR, (), "CRM Customer"),
	"identity.api.undo_merge": ("POST", {"merge_name": "{name}"}, (), "CRM Customer"),
	# Nobody is sent. Who makes and changes whom is tested in `intake/contact_upsert/`.
	"identity.api.upsert_contacts": ("POST", {"contacts": "[]"}, EDITORS, None),
	"visibility.people_search.find_users": ("GET", {**LINK_QUERY, "doctype": "User"}, EVERYBODY, None),
	# Calls that nobody may make; who changes, imports and undoes what is tested beside `bulk_edit` and `contact_import`.
	"bulk_edit.api.reassign": ("POST", {"doctype": "User", "to_user": "{user}", "names": "[]"}, (), None),
	"bulk_edit.api.move": ("POST", {"doctype": "CRM Contact", "stage": "nothing", "names": "[]"}, (), None),
	"bulk_edit.api.tag": ("POST", {"doctype": "CRM Contact", "tag": "Fair", "names": "[]"}, (), None),
	"bulk_edit.api.get_stages": ("GET", {"doctype": "CRM Contact"}, (), None),
	"bulk_edit.api.delete": ("POST", {"doctype": "CRM Customer", "names": "[]"}, (), None),
	"bulk_edit.api.hand_over": ("POST", {"from_user": "{user}", "to_user": "{user}"}, (), None),
	"bulk_edit.api.get_state": ("GET", {"bulk_change": "nothing"}, (), None),
	# A segment that is not there. Who adds whom is tested in `records/audiences`.
	"bulk_edit.api.add_to_segment": ("POST", {"segment": "nothing", "names": "[]"}, (), None),
	"records.audiences.api.get_catalog": ("GET", {}, MARKETERS, None),
	"channels.campaigns.api.get_campaigns": ("GET", {}, MARKETERS, None),
	"channels.campaigns.api.get_campaign": ("GET", {"name": "{campaign}"}, MARKETERS, None),
	"channels.campaigns.api.get_choices": ("GET", {}, MARKETERS, None),
	"channels.campaigns.api.explain_audience": ("GET", {"name": "{campaign}"}, MARKETERS, None),
	"channels.campaigns.api.get_recipients": ("GET", {"name": "{campaign}"}, MARKETERS, None),
	"channels.campaigns.api.export": ("GET", {"name": "{campaign}"}, MARKETERS, None),
	"channels.campaigns.api.preview": (
		"GET",
		{"name": "{campaign}", "contact": "{name}"},
		MARKETERS,
		"CRM Contact",
	),
	"channels.campaigns.api.why_me": ("GET", {"contact": "{name}"}, EVERYBODY, "CRM Contact"),
	"channels.campaigns.api.settle_unsure": (
		"POST",
		{"recipient": "{name}", "was_sent": "1"},
		MARKETERS,
		"CRM Campaign Recipient",
	),
	# A campaign that is scheduled becomes a draft again. What is sent, asked of the DNS and begun is tested beside `channels/campaigns`.
	"channels.campaigns.api.pause": ("POST", {"name": "{scheduled}"}, MARKETERS, None),
	"channels.campaigns.api.send_test": ("POST", {"name": "nothing", "addresses": "[]"}, (), None),
	"channels.campaigns.api.check": ("POST", {"name": "nothing"}, (), None),
	"channels.campaigns.api.schedule": ("POST", {"name": "nothing", "send_on": "2099-01-01"}, (), None),
	"channels.campaigns.api.start": ("POST", {"name": "nothing"}, (), None),
	"channels.campaigns.api.resume": ("POST", {"name": "nothing"}, (), None),
	"channels.campaigns.api.cancel": ("POST", {"name": "{unsent}"}, MARKETERS, None),
	"channels.campaigns.public.click": ("GET", {"t": "nothing"}, (), None),
	"channels.campaigns.api.get_email_template": ("GET", {"template": "nothing"}, (), None),
	"channels.campaigns.api.get_message_numbers": ("GET", {}, MARKETERS, None),
	"channels.campaigns.api.get_templates": ("GET", {"provider": "nothing"}, (), None),
	"records.audiences.api.count": ("GET", {"doctype": "CRM Segment", "name": "nothing"}, (), None),
	"records.audiences.api.count_conditions": ("POST", {}, MARKETERS, None),
	"records.audiences.api.get_chosen_segments": ("GET", {}, MARKETERS, None),
	"records.audiences.api.remove_from_segment": ("POST", {"segment": "nothing", "names": "[]"}, (), None),
	"records.audiences.api.subscribe": (
		"POST",
		{"mailing_list": "nothing", "contact": "{name}", "wording": "none"},
		(),
		"CRM Contact",
	),
	"records.audiences.api.unsubscribe": (
		"POST",
		{"mailing_list": "nothing", "contact": "{name}"},
		(),
		"CRM Contact",
	),
	"records.consent.api.get_consents": ("GET", {"contact": "{name}"}, EVERYBODY, "CRM Contact"),
	"records.consent.api.note": (
		"POST",
		{"contact": "{name}", "channel": "SMS", "state": "Withdrawn"},
		EDITORS,
		"CRM Contact",
	),
	# Links that this site has not made. What strangers do is tested in `intake/subscriptions`.
	"intake.subscriptions.api.subscribe": ("POST", {"mailing_list": "nothing"}, (), None),
	"intake.subscriptions.api.confirm": ("POST", {"key": "nothing"}, (), None),
	"intake.subscriptions.api.get_preferences": ("POST", {"token": "nothing"}, (), None),
	"intake.subscriptions.api.set_preferences": ("POST", {"token": "nothing"}, (), None),
	"intake.subscriptions.api.one_click": ("POST", {"t": "nothing"}, (), None),
	"contact_import.api.process": ("POST", {"file_url": "nothing"}, (), None),
	"contact_import.api.start": ("POST", {"file_url": "nothing"}, (), None),
	"contact_import.api.undo": ("POST", {"import_name": "nothing"}, (), None),
	"contact_import.api.get_state": ("GET", {"import_name": "nothing"}, (), None),
	"contact_import.api.download_rejected": ("GET", {"import_name": "nothing"}, (), None),
	# Forms and links that are not there. What strangers send, and who reviews it, is tested beside `public_lead_form`.
	"public_lead_form.api.get_token": ("POST", {"form": "nothing"}, (), None),
	"public_lead_form.api.submit": ("POST", {"form": "nothing", "answers": "{{}}"}, (), None),
	"public_lead_form.api.confirm": ("POST", {"key": "nothing"}, (), None),
	"intake.lead_forms.web_form.accept": ("POST", {"web_form": "nothing", "data": "{{}}"}, (), None),
	"public_lead_form.api.release": ("POST", {"names": "[]"}, OVERSEERS, None),
	"public_lead_form.api.discard": ("POST", {"names": "[]"}, OVERSEERS, None),
	"public_lead_form.api.retry": ("POST", {"names": "[]"}, OVERSEERS, None),
	"automation.workflow_rules.api.get_buttons": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EDITORS,
		"CRM Sales Deal",
	),
	"automation.workflow_rules.api.press": (
		"POST",
		{"rule": "{button}", "doctype": "{doctype}", "name": "{name}"},
		EDITORS,
		"CRM Sales Deal",
	),
	"automation.workflow_rules.editor.api.get_rules": ("GET", {}, OVERSEERS, None),
	"automation.workflow_rules.editor.api.get_catalog": (
		"GET",
		{"record_type": "CRM Sales Deal"},
		OVERSEERS,
		None,
	),
	"automation.workflow_rules.editor.api.check": ("POST", {"rule": "{{}}"}, OVERSEERS, None),
	"automation.workflow_rules.editor.api.get_run_steps": (
		"GET",
		{"run": "{name}"},
		OVERSEERS,
		"CRM Workflow Run",
	),
	"automation.workflow_rules.editor.api.get_rule": ("GET", {"name": "{rule}"}, OVERSEERS, None),
	"automation.workflow_rules.editor.api.get_runs": ("GET", {"rule": "{rule}"}, OVERSEERS, None),
	"automation.workflow_rules.editor.api.retry_run": ("POST", {"run": "{name}"}, ADMIN, "CRM Workflow Run"),
	"automation.workflow_rules.editor.api.save": ("POST", {"rule": RULE_OF_DEALS}, ADMIN, None),
	"automation.workflow_rules.editor.api.turn": ("POST", {"name": "{rule}", "is_on": "1"}, ADMIN, None),
	"automation.workflow_rules.editor.api.remove": ("POST", {"name": "{unused_rule}"}, ADMIN, None),
	# Who sees which of it is tested beside `proof`.
	"automation.workflow_rules.proof.api.backtest": (
		"POST",
		{"rule": RULE_OF_DEALS, "days": "30"},
		OVERSEERS,
		None,
	),
	"automation.workflow_rules.proof.api.try_on": (
		"POST",
		{"rule": RULE_OF_DEALS, "doctype": "{doctype}", "name": "{name}"},
		OVERSEERS,
		"CRM Sales Deal",
	),
	"automation.workflow_rules.proof.api.explain": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EVERYBODY,
		"CRM Sales Deal",
	),
	"work.projects.api.get_project": ("GET", {"project": "{name}"}, CONTACT_READERS, "CRM Project"),
	"work.projects.api.get_plan": ("GET", {"project": "{name}"}, CONTACT_READERS, "CRM Project"),
	# Templates, items and changes that are not there, and deals that are not won. Who moves which plan is tested beside `work/projects`.
	"work.projects.api.preview_template": (
		"GET",
		{"project": "{name}", "template": "nothing"},
		(),
		"CRM Project",
	),
	"work.projects.api.apply_template": (
		"POST",
		{"project": "{name}", "template": "nothing"},
		(),
		"CRM Project",
	),
	"work.projects.api.get_consequence": (
		"GET",
		{"project": "{name}", "item": "nothing", "due_on": "2026-03-01"},
		(),
		"CRM Project",
	),
	"work.projects.api.reschedule": (
		"POST",
		{"project": "{name}", "item": "nothing", "due_on": "2026-03-01"},
		(),
		"CRM Project",
	),
	"work.projects.api.undo": ("POST", {"change": "nothing"}, (), None),
	# Calls that nobody may make: which deals are still won is up to what was asked before. See `work/projects/test_starting.py`.
	"work.projects.api.preview_start": ("GET", {"deal": "nothing"}, (), None),
	"work.projects.api.start_from_deal": ("POST", {"deal": "nothing"}, (), None),
	"work.projects.api.assign_group": (
		"POST",
		{"project": "{name}", "group": "nothing", "task": "nothing"},
		(),
		"CRM Project",
	),
	# No mailbox there takes mails for projects.
	"work.projects.api.renew_address": ("POST", {"project": "{name}"}, (), "CRM Project"),
	"work.events.api.invite": ("POST", {"event": "{name}"}, EDITORS, "CRM Event"),
	# Nobody answers who is not invited, and an event that takes place once leaves no day out. Both are tested beside `work/events`.
	"work.events.api.respond": ("POST", {"event": "nothing", "status": "Yes"}, (), None),
	"work.events.api.leave_out": (
		"POST",
		{"event": "{name}", "occurrence": "2026-02-01T10:00"},
		(),
		"CRM Event",
	),
	"work.events.feeds.api.get_feeds": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	# Projects, feeds and links that are not there. Whose they are is tested beside `work/events`.
	"work.events.feeds.api.make": ("POST", {"project": "nothing"}, (), None),
	"work.events.feeds.api.renew": ("POST", {"feed": "nothing"}, (), None),
	"work.events.feeds.api.end": ("POST", {"feed": "nothing"}, (), None),
	"work.events.feeds.api.feed": ("GET", {"token": "nothing"}, (), None),
	"work.events.room.api.make_link": ("POST", {"contact": "nothing", "event": "{name}"}, (), "CRM Event"),
	"work.events.room.api.end_link": ("POST", {"link": "{name}"}, EDITORS, "CRM Room Link"),
	# A token that was never one: nobody learns anything.
	"work.events.invitations.api.answer": ("POST", {"token": "nothing", "answer": "Yes"}, (), None),
	**{
		f"work.events.room.api.{name}": ("POST", {"token": "nothing"}, (), None)
		for name in ("saw", "tick", "comment", "upload", "answer")
	},
	"screens.calendar.api.get_offered": ("GET", {}, EVERYBODY, None),
	"screens.calendar.api.get_everything": (
		"GET",
		{"start": "2026-01-01", "end": "2026-02-01", "shown": "CRM Event"},
		EVERYBODY,
		None,
	),
	"screens.calendar.api.move": (
		"POST",
		{"doctype": "CRM Event", "name": "{name}", "start": "2026-02-02 10:00"},
		EDITORS,
		"CRM Event",
	),
	"work.projects.api.move_task": ("POST", {"task": "{name}"}, EDITORS, "task"),
	"work.documents.api.get_library": ("GET", {}, BOARD_READERS, None),
	"work.documents.api.get_document": ("GET", {"document": "{name}"}, BOARD_READERS, "CRM Document"),
	"work.documents.api.download": ("GET", {"version": "{name}"}, BOARD_READERS, "CRM Document Version"),
	"work.documents.api.preview": ("GET", {"version": "{name}"}, (), "CRM Document Version"),  # a text
	"work.documents.api.upload": ("POST", {}, (), None),  # no file
	"work.documents.api.add_version_of": ("POST", {"document": "{name}"}, (), "CRM Document"),
	"work.documents.api.check_out": ("POST", {"document": "{name}"}, EDITORS, "CRM Document"),
	"work.documents.api.check_in": ("POST", {"document": "{name}"}, EDITORS, "CRM Document"),
	"work.documents.api.set_tags": ("POST", {"document": "{name}", "tags": "one"}, EDITORS, "CRM Document"),
	"work.documents.api.add_link": (
		"POST",
		{"document": "{name}", "doctype": "CRM Contact", "name": "nothing"},
		(),
		"CRM Document",
	),
	"work.documents.api.remove_link": (
		"POST",
		{"document": "{name}", "doctype": "CRM Contact", "name": "nothing"},
		(),
		"CRM Document",
	),
	"work.documents.api.make_public_link": ("POST", {"document": "{name}"}, EDITORS, "CRM Document"),
	"work.documents.api.revoke_public_link": (
		"POST",
		{"link": "{name}"},
		EDITORS,
		"CRM Document Public Link",
	),
	"work.documents.api.get_adoptable": ("GET", {}, EDITORS, None),
	"work.documents.api.adopt": ("POST", {"files": "[]"}, EDITORS, None),
	"work.documents.search.find_documents": ("GET", LINK_QUERY, BOARD_READERS, "CRM Document"),
	# Links that are not there. What strangers do is tested beside `work/documents/sharing`.
	"work.documents.sharing.api.get_document": ("POST", {"token": "nothing"}, (), None),
	"work.documents.sharing.api.saw": ("POST", {"token": "nothing"}, (), None),
	"work.documents.sharing.api.get_file": ("POST", {"token": "nothing"}, (), None),
	"work.documents.sharing.api.view": ("GET", {"token": "nothing"}, (), None),
	"screens.calendar.api.get_milestones": (
		"GET",
		{"start": "2026-01-01", "end": "2026-02-01"},
		(*BOARD_READERS, *EXTERNAL),
		None,
	),
	"channels.mail.api.get_signature": ("GET", {}, PEOPLE_OF_THE_CRM, None),
	# Nobody listens there, so that nothing is stored; see `channels/mail/fetching/test_connecting.py`.
	"channels.mail.fetching.api.connect": (
		"POST",
		{"email": "ada@example.com", "password": "none", "server": "127.0.0.1:9"},
		EDITORS,
		None,
	),
	"channels.mail.fetching.api.disconnect": ("POST", {"mailbox": "{name}"}, EDITORS, "CRM Mailbox"),
	"channels.mail.fetching.api.check": ("POST", {"mailbox": "{name}"}, EDITORS, "CRM Mailbox"),
	"channels.mail.fetching.api.get_state": ("GET", {"mailbox": "{name}"}, EDITORS, "CRM Mailbox"),
	"channels.mail.fetching.api.choose_folders": (
		"POST",
		{"mailbox": "{name}", "folder_names": ["INBOX"]},
		EDITORS,
		"CRM Mailbox",
	),
	"channels.mail.writing.api.get_mailboxes": ("GET", {}, EDITORS, None),
	"channels.mail.writing.api.prepare_mail": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EDITORS,
		"CRM Sales Deal",
	),
	"channels.mail.writing.api.prepare_reply": ("GET", {"mail": "{name}"}, EDITORS, "CRM Mail"),
	"channels.mail.writing.api.save_draft": ("POST", {"subject": "Boats"}, EDITORS, None),
	"channels.mail.writing.api.get_templates": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EDITORS,
		"CRM Sales Deal",
	),
	"channels.mail.writing.api.get_remarks": ("GET", {"to": "ada@example.com"}, EDITORS, None),
	# Calls that nobody may make; whose draft is whose is tested beside `channels/mail/writing`.
	"channels.mail.writing.api.get_draft": ("GET", {"mail": "{name}"}, (), "CRM Mail"),
	"channels.mail.writing.api.send": ("POST", {"mail": "{name}"}, (), "CRM Mail"),
	"channels.mail.writing.api.undo_send": ("POST", {"mail": "{name}"}, (), "CRM Mail"),
	"channels.mail.writing.api.hurry": ("POST", {"mail": "{name}"}, (), "CRM Mail"),
	"channels.mail.writing.api.discard_draft": ("POST", {"mail": "{name}"}, (), "CRM Mail"),
	"channels.mail.writing.api.send_mail": ("POST", {"to": "nobody"}, (), None),
	"channels.mail.writing.api.fill_template": ("GET", {"template": "nothing"}, (), None),
	"channels.messaging.api.get_recipients": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EVERYBODY,
		"CRM Customer",
	),
	"channels.messaging.api.get_channels": ("GET", {"contact": "{name}"}, EVERYBODY, "CRM Contact"),
	# No provider is set up, and these messages failed; what is sent, taken back and settled is tested beside `channels/messaging`.
	"channels.messaging.api.get_templates": (
		"GET",
		{"contact": "{name}", "provider": "nothing", "provider_channel": "1"},
		(),
		"CRM Contact",
	),
	"channels.messaging.api.send": ("POST", {"contact": "{name}", "channel": "SMS"}, (), "CRM Contact"),
	"channels.messaging.api.cancel": ("POST", {"message": "{name}"}, (), "CRM Message"),
	"channels.messaging.api.settle": ("POST", {"message": "{name}", "was_sent": "1"}, (), "CRM Message"),
	"channels.messaging.api.retry": ("POST", {"message": "{name}"}, EDITORS, "CRM Message"),
	# A token that was never one, and what is no hash: nobody learns anything. Who has a link is tested beside `selling/acceptance`.
	**{
		f"selling.acceptance.api.{name}": ("POST", {"token": "nothing"}, (), None)
		for name in ("get_quote", "saw", "choose", "ask", "send_code", "accept", "decline", "get_pdf")
	},
	"selling.acceptance.api.verify": ("POST", {"sha256": "no hash"}, (), None),
	"selling.quotes.api.create_from": (
		"POST",
		{"doctype": "{doctype}", "name": "{name}"},
		QUOTERS,
		"CRM Sales Deal",
	),
	"selling.quotes.api.get_quotes": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		QUOTE_READERS,
		"CRM Sales Deal",
	),
	"selling.quotes.api.get_preview": ("GET", {"name": "{name}"}, QUOTE_READERS, "CRM Quote"),
	"selling.quotes.api.revoke_links": ("POST", {"name": "{name}"}, QUOTERS, "CRM Quote"),
	# Drafts of which no other version was sent: nobody compares or revises them. See `selling/quotes/test_revising.py`.
	"selling.quotes.api.get_differences": ("GET", {"name": "{name}"}, (), "CRM Quote"),
	"selling.quotes.api.revise": ("POST", {"name": "{name}"}, (), "CRM Quote"),
	"selling.quotes.api.send": (
		"POST",
		{"name": "{name}", "addresses": ["ada@example.com"]},
		QUOTERS,
		"CRM Quote",
	),
	# Drafts, which nobody accepted: none is renewed. See `selling/quotes/test_renewal.py`.
	"selling.quotes.api.renew": ("POST", {"name": "{name}"}, (), "CRM Quote"),
	"selling.quotes.api.plan_renewal": (
		"POST",
		{"name": "{name}", "renews_on": "2099-01-01"},
		(),
		"CRM Quote",
	),
	"selling.quote_desk.api.get_page": ("GET", {"name": "{name}"}, QUOTE_READERS, "CRM Quote"),
	"selling.quote_desk.api.get_mail": ("GET", {"name": "{name}"}, QUOTE_READERS, "CRM Quote"),
	"selling.quote_desk.api.get_totals": (
		"POST",
		{"quote": {"currency": "USD", "lines": []}},
		QUOTE_READERS,
		None,
	),
	"selling.quote_desk.api.get_line": ("GET", {"product": "nothing", "currency": "USD"}, (), None),
	"selling.quote_desk.api.get_chips": ("GET", {}, QUOTE_READERS, None),
	"selling.quote_desk.search.find_quotes": ("GET", LINK_QUERY, QUOTE_READERS, "CRM Quote"),
	"channels.won_mail.api.retry": ("POST", {"name": "{name}"}, OVERSEERS, "CRM Won Mail"),
	"respondio.api.get_sync_state": (
		"GET",
		{"doctype": "{doctype}", "name": "{name}"},
		EVERYBODY,
		"CRM Customer",
	),
	"respondio.api.retry": ("POST", {"name": "{name}"}, EDITORS, "CRM Respondio Sync"),
	"respondio.api.retry_all_failed": ("POST", {}, OVERSEERS, None),
	"respondio.api.test_connection": ("POST", {}, ("CRM Admin",), None),
	# Open to guests, and to nobody without a signature; see `respondio/test_webhook.py`.
	"respondio.webhook.receive": ("POST", {}, (), None),
	"identity.search.find_contacts": ("GET", LINK_QUERY, EVERYBODY, "CRM Contact"),
	"identity.search.find_customers": ("GET", LINK_QUERY, EVERYBODY, "CRM Customer"),
	"records.pipeline.search.find_deals": ("GET", LINK_QUERY, EVERYBODY, "CRM Sales Deal"),
	"records.search.api.find": ("GET", {"text": "zzz"}, EVERYBODY, None),
	# The last, since it makes the caller a CRM Admin.
	"setup_guide.api.become_admin": ("POST", {}, ("System Manager",), None),
}
# Replacements of Frappe's own endpoints, tested where Frappe's are (`paths.py`, `test_attacks.py`).
REPLACEMENTS = (
	"visibility.desk_endpoints.",
	"visibility.setup_links.",
	"visibility.stored_files.",
	"screens.lists.exports.",
)
