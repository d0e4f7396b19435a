frappe.ui.form.on("CRM Workflow Run", {
	refresh: (frm) => crm_desk.show_as_text(frm, ["reason"]),
});
