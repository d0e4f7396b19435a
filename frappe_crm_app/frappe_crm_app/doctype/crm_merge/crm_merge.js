frappe.ui.form.on("CRM Merge", {
	refresh(frm) {
		if (frm.doc.undone_on) return;
		frm.add_custom_button(__("Undo"), () => ask_and_undo(frm));
	},
});

function ask_and_undo(frm) {
	const title = frappe.utils.escape_html(frm.doc.removed_title);
	frappe.confirm(__("Bring {0} back, with all that was moved from it?", [title]), async () => {
		await crm_desk.identity.undo_merge(frm.doc.name);
		frappe.set_route("Form", frm.doc.record_type, frm.doc.removed);
	});
}
