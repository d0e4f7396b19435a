frappe.ui.form.on("CRM Lead Submission", {
	refresh(frm) {
		crm_desk.lead_form.show_answers(frm);
		if (!crm_desk.lead_form.is_reviewer()) return;
		for (const { label, action } of crm_desk.lead_form.actions_for(frm.doc.status)) {
			frm.add_custom_button(label, () =>
				crm_desk.lead_form.carry_out(action, [frm.doc.name], () =>
					action === "discard" ? frappe.set_route("List", frm.doctype) : frm.reload_doc()
				)
			);
		}
	},
});
