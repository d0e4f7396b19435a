const { SyncStatus } = frappe.boot.crm.enums;
const CAN_RETRY = [SyncStatus.FAILED, SyncStatus.WAITING, SyncStatus.CANCELLED];

frappe.ui.form.on("CRM Respondio Sync", {
	refresh(frm) {
		if (!CAN_RETRY.includes(frm.doc.status)) return;
		frm.add_custom_button(__("Retry"), async () => {
			await crm_desk.respondio.retry(frm.doc.name);
			frm.reload_doc();
		});
	},
});
