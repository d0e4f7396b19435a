frappe.ui.form.on("CRM Pipeline", {
	refresh(frm) {
		crm_desk.offer_fields(frm, frm.doc.tracks, "card_fields");
	},

	tracks(frm) {
		crm_desk.offer_fields(frm, frm.doc.tracks, "card_fields");
	},
});
