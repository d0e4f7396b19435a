// What is asked before a campaign is made, or done something with that cannot be taken back.
import { CHANNELS, EMAIL, follows_who_of } from "./labels";

const NAME = { fieldname: "campaign_name", label: __("Name"), fieldtype: "Data", reqd: 1, length: 140 };

function choices(values) {
	return values.map((value) => ({ value, label: __(value) }));
}

function ask(title, fields, label, make) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: label,
		primary_action: async (values) => {
			dialog.disable_primary_action();
			try {
				await make(values);
				dialog.hide();
			} catch (refusal) {
				dialog.enable_primary_action();
				frappe.msgprint({ message: frappe.utils.escape_html(refusal.message), indicator: "red" });
			}
		},
	});
	dialog.show();
}

/** Ask for what a campaign begins with; `make({campaign_name, channel, template})`, `template` being an Email Template or nothing. */
export function ask_for_new(make) {
	const channel = {
		fieldname: "channel",
		label: __("By"),
		fieldtype: "Select",
		options: choices(CHANNELS),
		default: EMAIL,
		reqd: 1,
	};
	const template = {
		fieldname: "template",
		label: __("Begin with an Email Template"),
		fieldtype: "Link",
		options: "Email Template",
		only_select: 1,
		depends_on: `eval:doc.channel === "${EMAIL}"`,
	};
	ask(__("New Campaign"), [NAME, channel, template], __("Make"), make);
}

/** Ask to whom of a campaign's people another one goes; `make({campaign_name, follows_who})`. */
export function ask_for_follower({ campaign_name, channel }, make) {
	const choices_of_who = follows_who_of(channel);
	const who = {
		fieldname: "follows_who",
		label: __("To whom of those who got it?"),
		fieldtype: "Select",
		options: choices(choices_of_who),
		default: choices_of_who[0],
		reqd: 1,
	};
	const name = { ...NAME, default: __("{0}, once more", [campaign_name]) };
	ask(__("Another Campaign to These People"), [who, name], __("Make"), make);
}

/** Ask whether something is really meant; `act()` once it is. */
export function confirm(text, act) {
	frappe.confirm(frappe.utils.escape_html(text), act);
}
