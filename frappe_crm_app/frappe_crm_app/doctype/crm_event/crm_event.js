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
		if (frm.perm[0]?.write) frm.add_custom_button(__("Link to a Room"), () => make_room(frm), __("More"));
	},
});

function offer_inviting(frm) {
	const number = frm.doc.attendees.filter(
		(row) => !row.invited_version && !(row.user && row.user === frm.doc.event_owner)
	).length;
	if (!number) return;
	frm.add_custom_button(
		number === 1 ? __("Invite 1 Person") : __("Invite {0} People", [number]),
		async () => {
			if (frm.is_dirty()) await frm.save();
			const { invited } = await crm_desk.meetings.invite(frm.doc.name);
			frappe.show_alert({ message: __("Invited: {0}", [invited]), indicator: "green" });
			frm.reload_doc();
		}
	).addClass("btn-primary");
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

function make_room(frm) {
	const contacts = frm.doc.attendees.map((row) => row.contact).filter(Boolean);
	frappe.prompt(
		{
			fieldname: "contact",
			fieldtype: "Link",
			options: "CRM Contact",
			label: __("Contact"),
			reqd: 1,
			description: __("The former link of the contact opens nothing any more."),
			get_query: () => ({ filters: { name: ["in", contacts] } }),
		},
		async ({ contact }) => {
			const { url } = await crm_desk.meetings.make_room({ contact, event: frm.doc.name });
			show_address(__("Link to the room"), url);
		},
		__("Link to a Room"),
		__("Make the Link")
	);
}

function show_address(title, url) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [
			{
				fieldname: "url",
				fieldtype: "Data",
				label: __("Address"),
				read_only: 0,
				default: url,
				description: __("It is shown this once only."),
			},
		],
		primary_action_label: __("Copy"),
		primary_action: () => frappe.utils.copy_to_clipboard(url),
	});
	dialog.show();
}
