const { FormStatus, Tracks } = frappe.boot.crm.enums;

frappe.ui.form.on("CRM Lead Form", {
	setup(frm) {
		frm.set_query("web_form", () => ({ filters: { doc_type: "CRM Lead Submission" } }));
		frm.set_query("stage", () => ({
			filters: { pipeline: ["in", frm.follow_up_pipelines || []], is_archived: 0 },
		}));
	},

	async refresh(frm) {
		const pipelines = await frappe.db.get_list("CRM Pipeline", {
			filters: { tracks: Tracks.FOLLOW_UPS, is_archived: 0 },
		});
		frm.follow_up_pipelines = pipelines.map((pipeline) => pipeline.name);
		if (frm.is_new()) return;
		const route = frm.doc.__onload?.route;
		if (route && frm.doc.status !== FormStatus.CLOSED) {
			const label = frm.doc.status === FormStatus.DRAFT ? __("Preview") : __("See It");
			frm.add_custom_button(label, () => window.open(`/${route}/new`, "_blank"));
		}
		crm_desk.lead_form.show_snippets(frm, route);
	},
});
