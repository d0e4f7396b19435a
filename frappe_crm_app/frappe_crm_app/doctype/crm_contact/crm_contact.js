frappe.ui.form.on("CRM Contact", {
	refresh(frm) {
		crm_desk.add_sync_state(frm);
		crm_desk.watch_new_record(frm);
		crm_desk.add_thumb_bar(frm);
		if (frm.is_new()) return;
		crm_desk.add_who_can_see(frm);
		crm_desk.add_why_rules(frm);
		crm_desk.show_duplicates(frm);
		show_tabs(frm);
		frm.add_custom_button(__("New Deal"), () => new_deal(frm));
		crm_desk.add_quote_button(frm);
		crm_desk.add_note_button(frm);
		crm_desk.add_message_button(frm);
	},
});

function new_deal(frm) {
	frappe.new_doc("CRM Sales Deal", { contact: frm.doc.name, customer: frm.doc.customer });
}

async function show_tabs(frm) {
	await frappe.require(["crm_record.bundle.css", "crm_record.bundle.js", "crm_audiences.bundle.js"]);
	frappe.crm_record.show_contact(frm);
	frappe.crm_audiences.show_consents(frm);
}
