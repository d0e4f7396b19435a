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

	async trade(frm) {
		const { changes, left } = await crm_desk.visibility.preview_trade(frm.doc.trade || "");
		frm.set_df_property(
			"trade",
			"description",
			[...changes, ...left].map(frappe.utils.escape_html).join(" ")
		);
	},

	after_save(frm) {
		frappe.boot.crm.trade = frm.doc.trade || "";
		frappe.boot.crm.base_currency = frm.doc.base_currency || frappe.boot.sysdefaults.currency;
	},

	refresh(frm) {
		if (!crm_desk.visibility.has_role(CRMRole.ADMIN)) return;
		for (const [preset, description] of Object.entries(PRESETS)) {
			frm.add_custom_button(__(preset), () => apply_preset(preset, description), __("Who Sees What"));
		}
	},
});

// What it will change stands there before it does.
async function apply_preset(preset, description) {
	const { changes, left } = await crm_desk.visibility.preview_preset(preset);
	const kept = left.map(frappe.utils.escape_html).join(" ");
	if (!changes.length) {
		frappe.msgprint({
			title: __(preset),
			message: `<p>${description}</p><p>${__("Everything is so already.")} ${kept}</p>`,
		});
		return;
	}
	const lines = changes.map((sentence) => `<li>${frappe.utils.escape_html(sentence)}</li>`).join("");
	const title = crm_desk.plural(changes.length, "This changes:", "This makes {0} changes:");
	frappe.warn(
		__(preset),
		`<p>${description}</p><p>${title}</p><ul>${lines}</ul><p class="text-muted">${kept}</p>`,
		() => apply_now(preset),
		__("Apply")
	);
}

async function apply_now(preset) {
	const changes = await crm_desk.visibility.apply_preset(preset);
	const message = crm_desk.plural(changes.length, "1 change is made.", "{0} changes are made.");
	frappe.show_alert({ message, indicator: "green" });
}
