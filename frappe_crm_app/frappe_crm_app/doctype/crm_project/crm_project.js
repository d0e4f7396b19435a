// The page of a project stands before its fields, as that of a deal.
frappe.ui.form.on("CRM Project", {
	setup(frm) {
		frm.set_query("contact", () => ({ filters: frm.doc.customer ? { customer: frm.doc.customer } : {} }));
	},

	async refresh(frm) {
		if (frm.is_new()) return;
		const [text, color] = crm_desk.indicator("CRM Project", "status", frm.doc);
		frm.page.set_indicator(text, color);
		crm_desk.add_who_can_see(frm);
		crm_desk.add_why_rules(frm);
		crm_desk.add_note_button(frm);
		await frappe.require(["crm_record.bundle.css", "crm_projects.bundle.css", "crm_projects.bundle.js"]);
		frappe.crm_projects.show(frm);
	},
});
