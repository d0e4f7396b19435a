// What is asked before something is done about a conversation.
import { element } from "../crm_desk/elements";
import { know_choices } from "../crm_shared/link_choice";
import { KEYS } from "./keyboard";
import { who_can_read } from "./services/inbox";

/** Ask who answers; `submit(user)`, nobody to take it from whoever has it. */
export function ask_for_user(submit) {
	const dialog = new frappe.ui.Dialog({
		title: __("Assign"),
		fields: [
			{
				fieldname: "user",
				label: __("Who answers"),
				fieldtype: "Link",
				options: "User",
				description: __(
					"They can read the conversation from then on. Leave it empty to take it back."
				),
				get_query: () => ({ query: "frappe_crm_app.visibility.people_search.find_users" }),
			},
		],
		primary_action_label: __("Assign"),
		primary_action: ({ user }) => {
			dialog.hide();
			submit(user || null);
		},
	});
	know_choices(dialog);
	dialog.show();
}

/** Ask for a tag; `submit(word)`. */
export function ask_for_tag(submit) {
	const dialog = new frappe.ui.Dialog({
		title: __("Tag"),
		fields: [{ fieldname: "word", label: __("Tag"), fieldtype: "Data", reqd: 1, length: 60 }],
		primary_action_label: __("Add"),
		primary_action: ({ word }) => {
			dialog.hide();
			submit(word);
		},
	});
	dialog.show();
}

const LEVELS = () => [
	{ value: "Nothing", label: __("Private: nobody else learns of it") },
	{ value: "That a mail was exchanged", label: __("That a mail was exchanged, and when") },
	{ value: "Subject", label: __("Its subject") },
	{ value: "Everything", label: __("All of it, text and files") },
];

/** Show who reads what of a mail, now and if it were shared otherwise; `submit(level, is_whole)`. */
export async function show_who_can_read(entry, submit) {
	const now = await who_can_read(entry);
	const dialog = new frappe.ui.Dialog({
		title: __("Who can read this mail?"),
		fields: [
			{ fieldname: "now", fieldtype: "HTML" },
			{
				fieldname: "level",
				label: __("What of it do those see who see its contacts, customers or deals?"),
				fieldtype: "Select",
				options: LEVELS(),
				default: now.sharing,
				onchange: () => show_others(),
			},
			{ fieldname: "others", fieldtype: "HTML" },
			{ fieldname: "is_whole", label: __("For the whole conversation"), fieldtype: "Check" },
		],
		primary_action_label: __("Save"),
		primary_action: ({ level, is_whole }) => {
			dialog.hide();
			submit(level, Boolean(is_whole));
		},
	});

	async function show_others() {
		const level = dialog.get_value("level");
		if (level === now.sharing) return fill("others");
		const { readers } = await who_can_read(entry, level);
		if (level === dialog.get_value("level")) {
			fill("others", element("p", {}, __("Then these would see something of it:")), people(readers));
		}
	}

	function fill(fieldname, ...parts) {
		dialog.fields_dict[fieldname].$wrapper.empty().append(...parts);
	}

	fill("now", element("p", {}, __("Now these see something of it:")), people(now.readers));
	dialog.show();
}

const READS = {
	"That a mail was exchanged": __("that a mail was exchanged"),
	Subject: __("the subject"),
	Everything: __("all of it"),
};

function people(rows) {
	if (!rows.length) return element("p", { class: "text-muted" }, __("Nobody."));
	return element(
		"ul",
		{ class: "crm-inbox-readers" },
		...rows.map(({ user, full_name, reads, summary }) =>
			element(
				"li",
				{ "data-user": user },
				element("strong", {}, full_name),
				`: ${READS[reads] || reads}`,
				summary ? element("span", { class: "text-muted" }, ` (${summary})`) : null
			)
		)
	);
}

export function show_keys() {
	const dialog = new frappe.ui.Dialog({
		title: __("Keys"),
		fields: [{ fieldname: "keys", fieldtype: "HTML" }],
	});
	const rows = KEYS.map(([key, label]) =>
		element("tr", {}, element("th", { scope: "row" }, element("kbd", {}, key)), element("td", {}, label))
	);
	dialog.fields_dict.keys.$wrapper.append(element("table", { class: "table table-sm" }, ...rows));
	dialog.show();
}
