frappe.ui.form.on("CRM Contact Import", {
	refresh(frm) {
		frm.add_custom_button(__("Progress and Undo"), () =>
			frappe.set_route("crm-import-contacts", frm.doc.name)
		);
	},
});
