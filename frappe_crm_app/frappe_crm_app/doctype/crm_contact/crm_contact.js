frappe.ui.form.on("CRM Contact", {
	refresh(frm) {
		crm_desk.add_sync_state(frm);
		if (frm.is_new()) return;
		crm_desk.add_who_can_see(frm);
		show_duplicates(frm);
		show_tabs(frm);
		frm.add_custom_button(__("New Deal"), () => new_deal(frm));
		frm.add_custom_button(__("Add Note"), () => add_note(frm));
	},
});

function new_deal(frm) {
	frappe.new_doc("CRM Sales Deal", { contact: frm.doc.name, customer: frm.doc.customer });
}

function add_note(frm) {
	frappe.new_doc("CRM Follow-up Note", {
		reference_doctype: frm.doctype,
		reference_name: frm.doc.name,
	});
}

async function show_duplicates(frm) {
	await frappe.require("crm_duplicates.bundle.js");
	frappe.crm_duplicates.show(frm);
}

async function show_tabs(frm) {
	await frappe.require(["crm_record.bundle.css", "crm_record.bundle.js"]);
	frappe.crm_record.show_contact(frm);
}
