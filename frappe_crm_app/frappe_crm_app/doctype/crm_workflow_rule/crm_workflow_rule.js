frappe.ui.form.on("CRM Workflow Rule", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Open in Rules"), () => frappe.set_route("crm-rules", frm.doc.name));
	},
});
