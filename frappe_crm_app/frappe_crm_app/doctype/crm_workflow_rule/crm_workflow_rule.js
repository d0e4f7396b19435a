frappe.ui.form.on("CRM Workflow Rule", {
	refresh(frm) {
		if (frm.is_new()) return;
		crm_desk.show_as_text(frm, ["paused_reason"]);
		frm.add_custom_button(__("Open in Rules"), () => frappe.set_route("crm-rules", frm.doc.name));
	},
});
