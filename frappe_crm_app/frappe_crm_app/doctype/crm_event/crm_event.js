const LINKED = [
	"CRM Customer",
	"CRM Contact",
	"CRM Sales Deal",
	"CRM Project",
	"CRM Lead Form",
	"CRM Campaign",
];

frappe.ui.form.on("CRM Event", {
	setup(frm) {
		frm.set_query("link_doctype", "links", () => ({ filters: { name: ["in", LINKED] } }));
	},

	refresh(frm) {
		crm_desk.calendar_time.hide_same_zone(frm);
		frm.fields_dict.time_zone.set_data(Intl.supportedValuesOf("timeZone"));
		if (frm.is_new()) return;
		crm_desk.add_who_can_see(frm);
		const is_planned = frm.doc.status === "Planned";
		if (is_planned && frm.perm[0]?.write) offer_inviting(frm);
		if (is_planned) offer_answer(frm);
		if (frm.perm[0]?.write)
			frm.add_custom_button(__("Links to a Room"), () => show_rooms(frm), __("More"));
	},
});

function offer_inviting(frm) {
	const number = frm.doc.attendees.filter(
		(row) => !row.invited_version && !(row.user && row.user === frm.doc.event_owner)
	).length;
	if (!number) return;
	frm.add_custom_button(crm_desk.plural(number, "Invite 1 Person", "Invite {0} People"), async () => {
		if (frm.is_dirty()) await frm.save();
		const { invited } = await crm_desk.meetings.invite(frm.doc.name);
		frappe.show_alert({ message: __("Invited: {0}", [invited]), indicator: "green" });
		frm.reload_doc();
	}).addClass("btn-primary");
}

function offer_answer(frm) {
	const own = frm.doc.attendees.find((row) => row.user === frappe.session.user);
	if (!own) return;
	for (const status of ["Yes", "No", "Maybe"]) {
		if (status === own.status) continue;
		const respond = async () => {
			await crm_desk.meetings.respond(frm.doc.name, status);
			frm.reload_doc();
		};
		frm.add_custom_button(__(status), respond, __("My Answer"));
	}
}

// A contact whom the reader does not see has no title here.
function show_rooms(frm) {
	const contacts = [...new Set(frm.doc.attendees.map((row) => row.contact).filter(Boolean))];
	const people = contacts.map((contact) => ({
		contact,
		title: frappe.utils.get_link_title("CRM Contact", contact) || __("Somebody whom you may not see"),
	}));
	crm_desk.show_rooms({ event: frm.doc.name }, people);
}
