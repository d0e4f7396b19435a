frappe.ui.form.on("CRM Salesperson", {
	refresh(frm) {
		// Who writes salespeople enters the days in the form.
		if (frm.is_new() || !frm.doc.__onload?.may_enter_absence || frm.perm[0]?.write) return;
		frm.add_custom_button(__("Enter Absence"), async () => {
			const { name, away_from, away_until } = frm.doc;
			await crm_desk.enter_absence({ name, away_from, away_until });
			frm.reload_doc();
		});
	},
});
