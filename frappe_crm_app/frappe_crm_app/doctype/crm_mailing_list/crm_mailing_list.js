frappe.ui.form.on("CRM Mailing List", {
	async refresh(frm) {
		await frappe.require("crm_audiences.bundle.js");
		frappe.crm_audiences.count_again(frm);
		if (frm.is_new()) return;
		frm.add_custom_button(__("Subscribers"), () =>
			frappe.set_route("List", "CRM Subscription", { mailing_list: frm.doc.name })
		);
		if (frm.doc.is_public) {
			frm.add_custom_button(__("Public Page"), () =>
				window.open(
					`/subscribe-to-list?list=${encodeURIComponent(frm.doc.name)}`,
					"_blank",
					"noopener"
				)
			);
		}
	},
});
