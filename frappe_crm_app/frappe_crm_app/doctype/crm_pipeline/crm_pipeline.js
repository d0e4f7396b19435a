frappe.ui.form.on("CRM Pipeline", {
	refresh(frm) {
		crm_desk.offer_fields(frm, frm.doc.tracks, "card_fields");
		show_stages(frm);
	},

	tracks(frm) {
		crm_desk.offer_fields(frm, frm.doc.tracks, "card_fields");
	},
});

// The table of stages saves itself; it is put there once for each pipeline, so that saving the form keeps what is typed in it.
async function show_stages(frm) {
	if (frm.is_new() || frm.crm_stages_of === frm.doc.name) return;
	frm.crm_stages_of = frm.doc.name;
	await frappe.require(["crm_first_hour.bundle.css", "crm_first_hour.bundle.js"]);
	frm.crm_stages_gone?.();
	const place = document.createElement("div");
	frm.fields_dict.stages_view.$wrapper.empty().append(place);
	frm.crm_stages_gone = frappe.crm_first_hour.mount_stages(place, frm.doc.name);
}
