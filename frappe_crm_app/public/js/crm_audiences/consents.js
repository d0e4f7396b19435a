// The tab Consent of a contact: what holds by each channel, what was said, the lists it is on, and its campaigns with the reason.
import { moment_of } from "../crm_shared/format";
import { know_choices } from "../crm_shared/link_choice";
import { get_consents, note_consent, subscribe, unsubscribe, why_me } from "./services";
import { reason_of } from "./why";

const STATES = { Given: __("Agreed"), Withdrawn: __("Opted out"), none: __("Nothing said") };

export async function show_consents(frm) {
	const place = frm.fields_dict.consents.$wrapper[0];
	const { name } = frm.doc;
	try {
		const [answer, why] = await Promise.all([get_consents(name), why_me(name)]);
		if (frm.doc.name === name) place.replaceChildren(...parts(frm, { ...answer, ...why }));
	} catch (refusal) {
		place.replaceChildren(element("p", { textContent: refusal.message }));
	}
}

function parts(frm, { standing, said, subscriptions, campaigns }) {
	const channels = Object.entries(standing).map(([channel, state]) => [
		__(channel),
		STATES[state || "none"],
	]);
	const words = said.map((row) => [
		moment_of(row.occurred_on),
		`${__(row.channel)}: ${STATES[row.state]} (${__(row.source)})`,
		row.wording || "",
	]);
	const lists = subscriptions.map((row) => [row.list_name, __(row.status), leave_button(frm, row)]);
	return [
		buttons(frm),
		...table(__("What Holds"), channels),
		...table(__("Mailing Lists"), lists),
		...table(__("Why in Which Campaign"), campaigns.map(reason_of)),
		...table(__("What Was Said"), words),
	];
}

const element = (tag, values, ...children) => {
	const made = Object.assign(document.createElement(tag), values);
	made.append(...children);
	return made;
};

function table(title, rows) {
	if (!rows.length) return [];
	const lines = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
	const caption = element("caption", { textContent: title, style: "caption-side: top" });
	const made = element("table", { className: "table table-sm" }, caption, element("tbody", {}, ...lines));
	return [element("div", { className: "table-responsive" }, made)];
}

function buttons(frm) {
	const made = [];
	if (frappe.model.can_write("CRM Contact")) {
		made.push(button(__("Note What They Said"), () => ask_consent(frm)));
	}
	if (frappe.model.can_write("CRM Mailing List")) {
		made.push(button(__("Subscribe to a List"), () => ask_list(frm)));
	}
	return element("p", {}, ...made);
}

const button = (label, act) =>
	element("button", {
		type: "button",
		className: "btn btn-default btn-sm mr-2",
		textContent: label,
		onclick: act,
	});

function leave_button(frm, { mailing_list, list_name, status }) {
	if (!["Subscribed", "Pending"].includes(status)) return "";
	const leave = async () => {
		await unsubscribe(mailing_list, frm.doc.name);
		show_consents(frm);
	};
	const made = button(__("Unsubscribe"), leave);
	made.setAttribute("aria-label", __("Unsubscribe from {0}", [list_name]));
	return made;
}

function ask_consent(frm) {
	const options = (values) => values.map((value) => ({ value, label: __(value) }));
	const dialog = new frappe.ui.Dialog({
		title: __("What They Said"),
		fields: [
			{
				fieldname: "channel",
				label: __("Channel"),
				fieldtype: "Select",
				options: options(["Email", "SMS", "WhatsApp"]),
				default: "Email",
				reqd: 1,
			},
			{
				fieldname: "state",
				label: __("State"),
				fieldtype: "Select",
				options: options(["Given", "Withdrawn"]),
				default: "Given",
				reqd: 1,
			},
			{
				fieldname: "wording",
				label: __("Wording"),
				fieldtype: "Small Text",
				mandatory_depends_on: "eval:doc.state === 'Given'",
			},
			{ fieldname: "occurred_on", label: __("When"), fieldtype: "Datetime", default: "Now" },
		],
		primary_action_label: __("Save"),
		primary_action: async (values) => {
			await note_consent({ contact: frm.doc.name, ...values });
			dialog.hide();
			await frm.reload_doc();
		},
	});
	dialog.show();
}

function ask_list(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Subscribe to a List"),
		fields: [
			{
				fieldname: "mailing_list",
				label: __("Mailing List"),
				fieldtype: "Link",
				options: "CRM Mailing List",
				reqd: 1,
			},
			{
				fieldname: "wording",
				label: __("Wording"),
				description: __("The words in which they have agreed, and where."),
				fieldtype: "Small Text",
				reqd: 1,
			},
		],
		primary_action_label: __("Subscribe"),
		primary_action: async ({ mailing_list, wording }) => {
			await subscribe(mailing_list, frm.doc.name, wording);
			dialog.hide();
			await frm.reload_doc();
		},
	});
	know_choices(dialog);
	dialog.show();
}
