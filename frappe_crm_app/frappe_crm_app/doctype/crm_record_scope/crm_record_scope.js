frappe.ui.form.on("CRM Record Scope", {
	setup(frm) {
		const record_types = ["CRM Contact", "CRM Customer", "CRM Sales Deal"];
		frm.set_query("record_type", () => ({ filters: { name: ["in", record_types] } }));
	},
});
