frappe.ui.form.on("CRM Respondio Sync", {
	refresh(frm) {
		if (!["Failed", "Waiting", "Cancelled"].includes(frm.doc.status)) return;
		frm.add_custom_button(__("Retry"), async () => {
			await crm_desk.respondio.retry(frm.doc.name);
			frm.reload_doc();
		});
	},
});
