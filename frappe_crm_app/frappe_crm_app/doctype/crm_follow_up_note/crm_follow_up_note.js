const { noted_records, enums } = frappe.boot.crm;
const { Action, NoteStatus } = enums;

frappe.ui.form.on("CRM Follow-up Note", {
	setup(frm) {
		frm.set_query("reference_doctype", () => ({ filters: { name: ["in", noted_records] } }));
		const of_project = () => ({ filters: { project: frm.doc.project } });
		frm.set_query("milestone", of_project);
		frm.set_query("note", "blocked_by", of_project);
	},

	action(frm) {
		if (frm.doc.action !== Action.CALL) frm.set_value("call_outcome", "");
	},

	before_save: (frm) => crm_desk.send_mentions(frm),

	refresh(frm) {
		crm_desk.add_who_can_see(frm);
		crm_desk.add_why_rules(frm);
		crm_desk.mention_in_note(frm);
		if (frm.is_new() || frm.doc.status !== NoteStatus.OPEN || !frm.perm[0].write) return;
		frm.add_custom_button(__("Mark as Done"), async () => {
			await frm.set_value("status", NoteStatus.DONE);
			await frm.save();
			crm_desk.offer_next_step(frm.doc.reference_doctype, frm.doc.reference_name);
		});
	},
});
