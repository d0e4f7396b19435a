frappe.ui.form.on("CRM Stage", {
	refresh(frm) {
		offer_fields(frm);
	},

	pipeline(frm) {
		offer_fields(frm);
	},
});

/** Offer the fields of the records that stand in this stage, by their labels. */
async function offer_fields(frm) {
	if (!frm.doc.pipeline) return;
	const { message } = await frappe.db.get_value("CRM Pipeline", frm.doc.pipeline, "tracks");
	const doctype = message.tracks === frappe.boot.crm.enums.Tracks.DEALS ? "CRM Sales Deal" : "CRM Customer";
	await frappe.model.with_doctype(doctype);
	const options = frappe
		.get_meta(doctype)
		.fields.filter(
			(df) => !df.hidden && !df.read_only && !frappe.model.no_value_type.includes(df.fieldtype)
		)
		.map((df) => ({ value: df.fieldname, label: __(df.label, null, doctype) }));
	frm.fields_dict.required_fields.grid.update_docfield_property("fieldname", "options", options);
}
