const AUDIENCES = ["CRM Segment", "CRM Mailing List"];

frappe.ui.form.on("CRM Campaign", {
	setup(frm) {
		frm.set_query("kind", "audience", () => ({ filters: { name: ["in", AUDIENCES] } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Open in Campaigns"), () => frappe.set_route("crm-campaigns", frm.doc.name));
	},
});
