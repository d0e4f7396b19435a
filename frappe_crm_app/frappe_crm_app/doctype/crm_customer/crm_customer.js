frappe.ui.form.on("CRM Customer", {
	setup(frm) {
		const { Tracks } = frappe.boot.crm.enums;
		frm.set_query("pipeline", () => ({ filters: { tracks: Tracks.FOLLOW_UPS, is_archived: 0 } }));
		frm.set_query("stage", () => ({ filters: { pipeline: frm.doc.pipeline, is_archived: 0 } }));
		frm.set_query("primary_contact", () => ({ filters: { customer: frm.doc.name } }));
		frm.set_query("referred_by", () => ({ filters: { name: ["!=", frm.doc.name] } }));
	},

	refresh(frm) {
		crm_desk.add_sync_state(frm);
		crm_desk.watch_new_record(frm);
		crm_desk.add_thumb_bar(frm);
		if (frm.is_new()) return;
		crm_desk.add_who_can_see(frm);
		crm_desk.add_why_rules(frm);
		crm_desk.show_duplicates(frm);
		show_page(frm);
		frm.add_custom_button(__("Add Contact"), () =>
			frappe.new_doc("CRM Contact", { customer: frm.doc.name, company_name: frm.doc.customer_name })
		);
		frm.add_custom_button(__("New Deal"), () =>
			frappe.new_doc("CRM Sales Deal", {
				customer: frm.doc.name,
				contact: frm.doc.primary_contact,
			})
		);
		crm_desk.add_quote_button(frm);
		crm_desk.add_note_button(frm);
		crm_desk.add_message_button(frm);
	},

	pipeline(frm) {
		frm.set_value("stage", null);
	},
});

async function show_page(frm) {
	await frappe.require(["crm_record.bundle.css", "crm_record.bundle.js"]);
	frappe.crm_record.show_customer(frm);
}
