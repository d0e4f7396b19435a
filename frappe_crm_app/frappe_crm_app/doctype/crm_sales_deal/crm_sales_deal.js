const { Outcome, Tracks } = frappe.boot.crm.enums;

frappe.ui.form.on("CRM Sales Deal", {
	setup(frm) {
		frm.set_query("pipeline", () => ({ filters: { tracks: Tracks.DEALS, is_archived: 0 } }));
		frm.set_query("stage", () => ({ filters: { pipeline: frm.doc.pipeline, is_archived: 0 } }));
	},

	onload(frm) {
		if (frm.is_new()) crm_desk.begin_in_base_currency(frm.doc);
	},

	refresh(frm) {
		show_outcome(frm);
		crm_desk.remember_stage(frm);
		crm_desk.add_thumb_bar(frm);
		if (frm.is_new()) return;
		crm_desk.add_who_can_see(frm);
		crm_desk.add_why_rules(frm);
		crm_desk.add_note_button(frm);
		crm_desk.add_message_button(frm);
		crm_desk.add_quote_button(frm);
		crm_desk.add_project_button(frm);
		show_page(frm);
		if (frm.doc.outcome !== Outcome.OPEN || !frm.perm[0].write) return;
		frm.add_custom_button(__("Won"), () => close_deal(frm, Outcome.WON), __("Close Deal"));
		frm.add_custom_button(__("Lost"), () => close_deal(frm, Outcome.LOST), __("Close Deal"));
	},

	before_save: (frm) => crm_desk.ask_when_closed(frm),
	after_save: (frm) => crm_desk.tell_of_kept_plans(frm),

	pipeline(frm) {
		frm.set_value("stage", null);
	},

	async stage(frm) {
		if (!frm.doc.stage) return;
		const { message } = await frappe.db.get_value("CRM Stage", frm.doc.stage, [
			"outcome",
			"probability",
			"forecast_category",
		]);
		// What saving will do, shown beforehand: a lost deal asks for its reason at once.
		if (frm.doc.is_forecast_chosen && message.outcome === Outcome.OPEN) delete message.forecast_category;
		frm.set_value(message);
	},
});

frappe.ui.form.on("CRM Deal Contact", {
	// One is the primary one: who is marked takes the mark from the others.
	is_primary(frm, doctype, name) {
		const marked = frappe.get_doc(doctype, name);
		if (!marked.is_primary) return;
		const others = frm.doc.people.filter((row) => row.name !== name && row.is_primary);
		for (const row of others) frappe.model.set_value(doctype, row.name, "is_primary", 0);
	},
});

async function show_page(frm) {
	await frappe.require(["crm_record.bundle.css", "crm_record.bundle.js"]);
	frappe.crm_record.show_deal(frm);
}

function show_outcome(frm) {
	if (frm.is_new()) return;
	const [text, color] = crm_desk.indicator("CRM Sales Deal", "outcome", frm.doc);
	frm.page.set_indicator(text, color);
}

async function close_deal(frm, outcome) {
	const stages = await frappe.db.get_list("CRM Stage", {
		filters: { pipeline: frm.doc.pipeline, outcome, is_archived: 0 },
		fields: ["name as stage", "stage_name", "outcome"],
		order_by: "position asc",
		limit: 1,
	});
	if (!stages.length) {
		frappe.msgprint(__("This pipeline has no stage for deals that are {0}.", [__(outcome)]));
		return;
	}
	crm_desk.close_deal(frm, stages[0]);
}
