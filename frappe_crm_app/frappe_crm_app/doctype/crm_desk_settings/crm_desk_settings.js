frappe.ui.form.on("CRM Desk Settings", {
	setup(frm) {
		frm.set_query("default_deal_pipeline", () => ({ filters: { tracks: "Deals" } }));
		frm.set_query("default_follow_up_pipeline", () => ({ filters: { tracks: "Follow-ups" } }));
	},
});
