frappe.ui.form.on("CRM Record Scope", {
	setup(frm) {
		frm.set_query("record_type", () => ({ filters: { name: ["in", frappe.boot.crm.scoped_records] } }));
	},
});
