const { CRMRole, Preset, Tracks } = frappe.boot.crm.enums;

// What each preset of `visibility/presets.py` means, in a sentence.
const PRESETS = {
	[Preset.SHIPPED]: __(
		"Managers see everything, sales reps their own records, account reps the clients, viewers read all, external users read what is linked to their login."
	),
	[Preset.WORKSPACE]: __(
		"Administrators do everything, managers read and write everything, external users (a factory, a contractor) read their own contact and company, everybody else sees nothing."
	),
	[Preset.ORGANISATION]: __(
		"CRM Admin and CRM Manager manage everything, sales reps (staff) manage what is theirs, viewers read everything."
	),
	[Preset.SALES_FLOOR]: __(
		"Sales reps (SDR) see their own prospects, account reps (MDR) the clients, managers everybody's records."
	),
};

frappe.ui.form.on("CRM Desk Settings", {
	setup(frm) {
		frm.set_query("default_deal_pipeline", () => ({ filters: { tracks: Tracks.DEALS, is_archived: 0 } }));
		frm.set_query("default_follow_up_pipeline", () => ({
			filters: { tracks: Tracks.FOLLOW_UPS, is_archived: 0 },
		}));
	},

	after_save(frm) {
		frappe.boot.crm.trade = frm.doc.trade || "";
	},

	refresh(frm) {
		if (!crm_desk.visibility.has_role(CRMRole.ADMIN)) return;
		for (const [preset, description] of Object.entries(PRESETS)) {
			frm.add_custom_button(__(preset), () => apply_preset(preset, description), __("Who Sees What"));
		}
	},
});

function apply_preset(preset, description) {
	frappe.confirm(`<p>${description}</p><p>${__("Set scopes and role permissions so?")}</p>`, async () => {
		const changes = await crm_desk.visibility.apply_preset(preset);
		frappe.msgprint({
			title: __("{0}: {1} changes", [__(preset), changes.length]),
			message: changes.length
				? changes.map(frappe.utils.escape_html)
				: __("Everything was so already."),
			as_list: changes.length > 0,
		});
	});
}
