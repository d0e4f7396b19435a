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
	const pipeline = frm.is_new() ? "" : frm.doc.name;
	if ((frm.crm_stages_of || "") === pipeline) return;
	frm.crm_stages_of = pipeline;
	await frappe.require(["crm_first_hour.bundle.css", "crm_first_hour.bundle.js"]);
	if (frm.crm_stages_of !== pipeline) return; // another one is shown meanwhile
	frm.crm_stages_gone?.();
	frm.crm_stages_gone = null;
	if (!pipeline) return; // a new one has none yet, and shows no other's
	const place = document.createElement("div");
	frm.fields_dict.stages_view.$wrapper.empty().append(place);
	frm.crm_stages_gone = frappe.crm_first_hour.mount_stages(place, pipeline);
}
