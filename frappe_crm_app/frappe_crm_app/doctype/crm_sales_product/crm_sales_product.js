frappe.ui.form.on("CRM Sales Product", {
	refresh(frm) {
		if (!frm.is_new() || frm.doc.prices?.length) return;
		frm.add_child("prices", { currency: frappe.boot.sysdefaults.currency });
		frm.refresh_field("prices");
	},
});
