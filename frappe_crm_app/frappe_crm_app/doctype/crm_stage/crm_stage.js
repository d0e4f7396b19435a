frappe.ui.form.on("CRM Stage", {
	refresh(frm) {
		offer_fields(frm);
	},

	pipeline(frm) {
		offer_fields(frm);
	},
});

async function offer_fields(frm) {
	if (!frm.doc.pipeline) return;
	const { message } = await frappe.db.get_value("CRM Pipeline", frm.doc.pipeline, "tracks");
	crm_desk.offer_fields(frm, message.tracks, "required_fields", (df) => !df.read_only);
}
