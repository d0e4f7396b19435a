// Mails about our records, from a form's menu, a timeline, the board's panel or Today. Who has a mailbox to write by writes by it, with
// drafts, templates and twenty seconds to take it back; everybody else, and every other record, has Frappe's dialog.
import { get_signature } from "../crm_shared/services/records";
import { get } from "../crm_shared/services/request";

const composer = frappe.views.CommunicationComposer.prototype;
const make_of_frappe = composer.make;
const signature_of_frappe = composer.get_signature;
const DEAL = "CRM Sales Deal";
const PROJECT = "CRM Project";
const TITLED = [DEAL, PROJECT];
const RECORDS = ["CRM Contact", "CRM Customer", ...TITLED];

composer.make = function () {
	if (!is_new_mail(this)) return make_as_frappe(this);
	write(this).catch(() => make_as_frappe(this));
};

function make_as_frappe(dialog) {
	const { begun } = dialog;
	if (begun) Object.assign(dialog, { message: begun.html, attachments: begun.files });
	make_of_frappe.call(dialog);
	if (begun) choose_files(dialog, begun.files);
	if (begun || is_ours(dialog.doc?.doctype)) close_on_escape(dialog.dialog);
}

// Frappe offers files, and attaches those that are ticked.
function choose_files(dialog, files) {
	const names = files.map(({ name }) => name);
	for (const box of dialog.dialog.$wrapper[0].querySelectorAll(".attach-list input[data-file-name]")) {
		if (names.includes(box.dataset.fileName)) box.checked = true;
	}
}

/** Begin a mail that has something already: `files`, `[{name, file_name, file_url}]`, and `html`; about a record, `{doctype, name}`, or none. */
export const write_mail = ({ about, subject, files = [], html = "", sent }) =>
	new frappe.views.CommunicationComposer({
		doc: about || {},
		subject,
		begun: { files, html, subject },
		success: sent,
	});

// On Frappe 16 a dialog in which something can be found while typing swallows each Escape, not only one that closes what was found.
function close_on_escape(dialog) {
	const [wrapper] = dialog.$wrapper;
	const close = (event) => {
		if (event.key !== "Escape" || wrapper.querySelector(".awesomplete > ul:not([hidden])")) return;
		event.stopPropagation();
		dialog.hide();
	};
	wrapper.addEventListener("keydown", close, true);
}

/** Whether it is a mail about a record of ours that begins empty: what Frappe has is answered and forwarded as Frappe does. */
const is_new_mail = (dialog) =>
	(RECORDS.includes(dialog.doc?.doctype) || dialog.begun) &&
	!dialog.doc.__islocal &&
	!dialog.last_email &&
	!dialog.is_a_reply &&
	!dialog.message &&
	frappe.model.can_write("CRM Mailbox Entry");

async function write(dialog) {
	const mailboxes = await get("frappe_crm_app.channels.mail.writing.api.get_mailboxes");
	if (!mailboxes.length) return make_as_frappe(dialog);
	await frappe.require(["crm_compose.bundle.css", "crm_compose.bundle.js"]);
	const { doc, frm, recipients, subject, success, begun } = dialog;
	frappe.crm_compose.write({
		mailboxes,
		doctype: doc.doctype,
		name: doc.name,
		to: frm ? null : recipients,
		subject: TITLED.includes(doc.doctype) ? (frm ? doc.title : subject) : "", // a person's name is none
		...begun,
		changed: success || (() => frm?.reload_doc()),
	});
}

// Frappe's dialog reads the signature from a list of all mail accounts, which only administrators may see. For mails about
// our records the server tells others the one that it would take, and the dialog opens without a refusal.
composer.get_signature = async function (sender) {
	if (!is_ours(this.doc?.doctype) || is_known()) return signature_of_frappe.call(this, sender);
	const account = await get_signature(sender).catch(() => ({})); // a mail can be written without it
	if (!sender && this.user_email_accounts?.includes(account.email_id)) {
		this.dialog.set_value("sender", account.email_id);
	}
	return account.signature ? `<br>${account.signature}` : "";
};

const is_ours = (doctype) => [...frappe.boot.crm.noted_records, "CRM Follow-up Note"].includes(doctype);

// Of the user's own signature, and where the accounts may be read, Frappe asks nothing that is refused.
const is_known = () => Boolean(frappe.boot.user.email_signature) || frappe.model.can_read("Email Account");
