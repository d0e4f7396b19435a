// The dialog that sends an SMS or a WhatsApp to one person, from the record that is looked at.
import { parts_of } from "../crm_shared/sms_parts";
import { get_channels, get_recipients, get_templates, send } from "./services/messaging";
import { plural } from "../crm_shared/format";

const MOST_PARAMETERS = 10;
const SMS = "SMS";

/** Add the button to a form, for who may change the record. */
export function add_message_button(frm) {
	if (!frm.perm[0].write) return;
	frm.add_custom_button(__("Send Message"), () =>
		send_message(frm.doctype, frm.doc.name, () => frm.is_dirty() || frm.reload_doc())
	);
}

/** Ask what is to be sent to whom of a record's people; `sent()` is called once it is on its way. */
export async function send_message(doctype, name, sent = () => {}) {
	const people = await get_recipients(doctype, name);
	if (!people.length) {
		frappe.msgprint(__("There is nobody here whom you may write to."));
		return;
	}
	const dialog = make_dialog(people, sent);
	dialog.show();
	await show_contact(dialog);
}

function make_dialog(people, sent) {
	const dialog = new frappe.ui.Dialog({
		title: __("Send Message"),
		fields: fields_for(people),
		primary_action_label: __("Send"),
		primary_action: (values) => submit(dialog, values, sent),
	});
	dialog.crm = { channels: [], templates: [] };
	const on = (fieldname, act) => {
		dialog.fields_dict[fieldname].df.onchange = () => act(dialog);
	};
	on("contact", show_contact);
	on("channel", show_channel);
	on("template", show_template);
	for (let number = 1; number <= MOST_PARAMETERS; number++) on(`parameter_${number}`, show_preview);
	dialog.fields_dict.text.$input.on("input", () => show_parts(dialog));
	return dialog;
}

function fields_for(people) {
	const parameters = Array.from({ length: MOST_PARAMETERS }, (_, index) => ({
		fieldname: `parameter_${index + 1}`,
		label: __("Parameter {0}", [index + 1]),
		fieldtype: "Data",
		hidden: 1,
	}));
	return [
		{
			fieldname: "contact",
			label: __("To"),
			fieldtype: "Select",
			options: people.map(({ contact, title }) => ({ value: contact, label: title || contact })),
			default: people[0].contact,
			reqd: 1,
		},
		{ fieldname: "address", label: __("Number"), fieldtype: "Select", options: [] },
		{ fieldname: "channel", label: __("By"), fieldtype: "Select", options: [] },
		{ fieldname: "told", fieldtype: "HTML" },
		{ fieldname: "template", label: __("Template"), fieldtype: "Select", options: [], hidden: 1 },
		...parameters,
		{ fieldname: "preview", fieldtype: "HTML" },
		{ fieldname: "text", label: __("Text"), fieldtype: "Small Text" },
		{ fieldname: "parts", fieldtype: "HTML" },
		{
			fieldname: "knows_consent",
			label: __("Send it all the same"),
			fieldtype: "Check",
			hidden: 1,
		},
	];
}

// What the person can be reached by.
async function show_contact(dialog) {
	const contact = dialog.get_value("contact");
	if (!contact || dialog.crm.contact === contact) return;
	dialog.crm.contact = contact;
	const answer = await get_channels(contact);
	if (dialog.crm.contact !== contact) return;
	dialog.crm.channels = answer.channels;
	dialog.crm.problem = answer.phones.length ? answer.problem : __("This contact has no phone number.");
	set_options(
		dialog,
		"address",
		answer.phones.map((phone) => ({ value: phone, label: phone }))
	);
	set_options(
		dialog,
		"channel",
		answer.channels.map((each, index) => ({ value: String(index), label: each.label }))
	);
	await show_channel(dialog);
}

async function show_channel(dialog) {
	const chosen = channel_of(dialog);
	const is_new = dialog.crm.shown !== chosen;
	dialog.crm.shown = chosen;
	tell(dialog, chosen);
	if (!is_new) return;
	dialog.crm.templates = [];
	const has_templates = Boolean(chosen && chosen.channel !== SMS);
	if (has_templates) {
		const templates = await get_templates(dialog.crm.contact, chosen).catch(() => []);
		if (dialog.crm.shown !== chosen) return;
		dialog.crm.templates = templates;
	}
	dialog.set_df_property("template", "hidden", has_templates ? 0 : 1);
	set_options(dialog, "template", [
		...(chosen?.needs_template ? [] : [{ value: "", label: __("None: a text of my own") }]),
		...dialog.crm.templates.map(({ name, language }, index) => ({
			value: String(index),
			label: language ? `${name} (${language})` : name,
		})),
	]);
	show_template(dialog);
}

// What there is to know before sending.
function tell(dialog, chosen) {
	const { problem } = dialog.crm;
	const lines = [problem, chosen?.sentence, chosen?.warning].filter(Boolean);
	const escaped = lines.map(
		(line) => `<p class="crm-problem" role="status">${frappe.utils.escape_html(line)}</p>`
	);
	dialog.fields_dict.told.$wrapper.html(escaped.join(""));
	dialog.set_df_property("knows_consent", "hidden", chosen?.warning ? 0 : 1);
	dialog.get_primary_btn().prop("disabled", Boolean(problem) || !chosen);
}

function show_template(dialog) {
	const template = template_of(dialog);
	const number = template?.parameters || 0;
	for (let place = 1; place <= MOST_PARAMETERS; place++) {
		dialog.set_df_property(`parameter_${place}`, "hidden", place <= number ? 0 : 1);
	}
	const takes_text = !template && !channel_of(dialog)?.needs_template;
	dialog.set_df_property("text", "hidden", takes_text ? 0 : 1);
	name_inputs(dialog);
	show_preview(dialog);
	show_parts(dialog);
}

// Frappe ties labels to their inputs by sight alone.
function name_inputs(dialog) {
	for (const { $input, df } of Object.values(dialog.fields_dict)) $input?.attr("aria-label", df.label);
}

function show_preview(dialog) {
	const template = template_of(dialog);
	const values = template ? parameters_of(dialog, template) : [];
	const text = template
		? template.text.replace(/{{\s*(\d+)\s*}}/g, (place, number) => values[number - 1] || place)
		: "";
	const html =
		text && `<p class="crm-message-preview">${frappe.utils.escape_html(text).replace(/\n/g, "<br>")}</p>`;
	dialog.fields_dict.preview.$wrapper.html(html);
}

function show_parts(dialog) {
	const is_sms = channel_of(dialog)?.channel === SMS;
	const text = dialog.fields_dict.text.$input?.val() || "";
	const { parts, is_plain } = parts_of(text.trim());
	const count = plural(parts, "1 part", "{0} parts");
	const hint = is_plain ? "" : ` · ${__("With other letters than usual, 70 characters fit into one.")}`;
	const line = is_sms ? `<p class="text-muted small" aria-live="polite">${count}${hint}</p>` : "";
	dialog.fields_dict.parts.$wrapper.html(line);
}

async function submit(dialog, values, sent) {
	const chosen = channel_of(dialog);
	const template = template_of(dialog);
	dialog.disable_primary_action();
	try {
		await send({
			contact: values.contact,
			channel: chosen.channel,
			provider: chosen.provider,
			provider_channel: chosen.provider_channel,
			address: values.address,
			knows_consent: values.knows_consent ? 1 : 0,
			...(template
				? {
						template: template.name,
						language: template.language,
						parameters: parameters_of(dialog, template),
					}
				: { text: values.text || "" }),
		});
	} catch (refusal) {
		frappe.msgprint({
			title: __("Not sent"),
			message: frappe.utils.escape_html(refusal.message),
			indicator: "red",
		});
		dialog.enable_primary_action();
		return;
	}
	dialog.hide();
	frappe.show_alert({ message: __("The message is on its way."), indicator: "green" });
	sent();
}

const channel_of = (dialog) => dialog.crm.channels[dialog.get_value("channel")];

function template_of(dialog) {
	// Where there has to be one, the first is chosen before anybody chooses.
	const chosen = dialog.get_value("template") || (channel_of(dialog)?.needs_template ? 0 : "");
	return chosen === "" ? undefined : dialog.crm.templates[chosen];
}

const parameters_of = (dialog, { parameters }) =>
	Array.from({ length: parameters }, (_, index) => dialog.get_value(`parameter_${index + 1}`) || "");

// The first option is chosen.
function set_options(dialog, fieldname, options) {
	const field = dialog.fields_dict[fieldname];
	field.df.options = options;
	field.refresh();
	const first = options.length ? options[0].value : "";
	field.set_input(first);
	field.value = first;
}
