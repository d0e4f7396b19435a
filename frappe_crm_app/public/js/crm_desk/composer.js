// The dialog for mails reads the signature from a list of all mail accounts, which only administrators may see. For mails about
// our records the server tells others the one that it would take, and the dialog opens without a refusal.
import { get_signature } from "../crm_shared/services/records";

const composer = frappe.views.CommunicationComposer.prototype;
const signature_of_frappe = composer.get_signature;

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
