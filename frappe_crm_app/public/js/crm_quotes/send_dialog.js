// The dialog that sends a quote: to whom, with which words, until when it can be accepted.
import { element } from "../crm_desk/elements";
import { amount } from "./amounts";
import { get_mail, preview_address, send } from "./services";
import { untaxed_sentence } from "./untaxed";

/** Ask how a draft is to be sent; `done` is called once it was. */
export async function open_send_dialog(frm, page, done) {
	const mail = await get_mail(frm.doc.name);
	const dialog = new frappe.ui.Dialog({
		title: __("Send Quote"),
		size: "large",
		fields: fields(frm, mail, page),
		primary_action_label: __("Send"),
		primary_action: (values) => submit(dialog, frm, values, done),
		secondary_action_label: __("Preview PDF"),
		secondary_action: () => window.open(preview_address(frm.doc.name), "_blank", "noopener"),
	});
	dialog.show();
	// Frappe ties a dialog's labels to no input.
	for (const { $input, df } of Object.values(dialog.fields_dict)) $input?.attr("aria-label", df.label);
	return dialog;
}

function fields(frm, mail, page) {
	const { doc } = frm;
	return [
		{
			fieldname: "addresses",
			fieldtype: "MultiSelect",
			label: __("To"),
			reqd: 1,
			default: mail.to.join(", "),
			options: mail.addresses.map(({ address, label }) => ({
				value: address,
				label: address,
				description: label,
			})),
			description: __("Each gets a link of their own. Whoever has it can accept the quote."),
		},
		{ fieldname: "subject", fieldtype: "Data", label: __("Subject"), reqd: 1, default: mail.subject },
		{
			fieldname: "message",
			fieldtype: "Text",
			label: __("Message"),
			reqd: 1,
			default: mail.message,
			max_height: "190px", // as many lines as the message has that is proposed
		},
		{ fieldtype: "Section Break" },
		{
			fieldname: "valid_until",
			fieldtype: "Date",
			label: __("Can Be Accepted Until"),
			reqd: 1,
			default: doc.valid_until,
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "needs_code",
			fieldtype: "Check",
			label: __("Ask for a code by mail"),
			default: doc.needs_code,
			description: __("Before accepting, a code is sent to the address that got the link."),
		},
		{
			fieldname: "reminds_customer",
			fieldtype: "Check",
			label: __("Remind the customer before it expires"),
			default: doc.reminds_customer,
		},
		{ fieldtype: "Section Break" },
		{ fieldname: "total", fieldtype: "HTML", options: last_lines(page, mail) },
	];
}

// What is to be known before it is sent.
function last_lines({ totals }, { untaxed }) {
	const total = __("Total: {0}. What is sent cannot be changed afterwards, only revised.", [
		amount(totals.gross_total, totals),
	]);
	const bare = untaxed_sentence(untaxed);
	const warning = element("p", { class: "crm-quote-newer", role: "note", "data-part": "untaxed" }, bare);
	return element(
		"div",
		{ class: "crm-surface" },
		bare && warning,
		element("p", { class: "text-muted" }, total)
	).outerHTML;
}

const OF_QUOTE = ["valid_until", "needs_code", "reminds_customer"];

async function submit(dialog, frm, values, done) {
	dialog.disable_primary_action();
	try {
		await keep(frm, values);
		const addresses = values.addresses
			.split(",")
			.map((address) => address.trim())
			.filter(Boolean);
		await send(frm.doc.name, { addresses, subject: values.subject, message: values.message });
		dialog.hide();
		frappe.show_alert({
			message: __("The quote was sent to {0}.", [frappe.utils.escape_html(addresses.join(", "))]),
			indicator: "green",
		});
		done();
	} catch {
		// the desk has shown why; the dialog keeps what was typed
	} finally {
		dialog.enable_primary_action();
	}
}

// What the dialog asks of the quote itself is saved with it first.
async function keep(frm, values) {
	const changed = OF_QUOTE.filter((field) => (values[field] || 0) !== (frm.doc[field] || 0));
	if (!changed.length) return;
	await frm.set_value(Object.fromEntries(changed.map((field) => [field, values[field] || 0])));
	await frm.save();
	if (frm.is_dirty()) throw new Error("refused");
}
