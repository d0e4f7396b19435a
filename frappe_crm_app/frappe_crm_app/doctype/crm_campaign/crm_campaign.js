frappe.ui.form.on("CRM Campaign", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Open in Campaigns"), () => frappe.set_route("crm-campaigns", frm.doc.name));
	},
});
