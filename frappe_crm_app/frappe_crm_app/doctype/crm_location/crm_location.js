frappe.ui.form.on("CRM Location", {
	refresh(frm) {
		crm_desk.add_who_can_see(frm);
		crm_desk.add_why_rules(frm);
	},
});
