frappe.ui.form.on("CRM Workflow Step", {
	refresh: (frm) => crm_desk.show_as_text(frm, ["detail", "reason"]),
});
