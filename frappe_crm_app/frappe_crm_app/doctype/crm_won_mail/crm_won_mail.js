const { WonMailStatus } = frappe.boot.crm.enums;

frappe.ui.form.on("CRM Won Mail", {
	refresh(frm) {
		if (frm.doc.status !== WonMailStatus.NOT_SENT) return;
		frm.add_custom_button(__("Retry"), async () => {
			await crm_desk.won_mail.retry(frm.doc.name);
			frm.reload_doc();
		});
	},
});
