frappe.ui.form.on("CRM Segment", {
	async refresh(frm) {
		await frappe.require(["crm_rules.bundle.css", "crm_audiences.bundle.js"]);
		frappe.crm_audiences.show_segment(frm);
		if (frm.is_new() || frm.doc.kind !== "Chosen") return;
		frm.add_custom_button(__("Contacts"), () =>
			frappe.set_route("List", "CRM Segment Member", { segment: frm.doc.name })
		);
	},
	deal_match: (frm) => frappe.crm_audiences?.count_soon(frm),
	kind: (frm) => frappe.crm_audiences?.count_soon(frm),
});
