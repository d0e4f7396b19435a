// What is done on the way, at the lower edge of a phone where a thumb reaches it: a note, a call, a mail, what comes next.
import { element } from "./elements";
import { numbers_of } from "./numbers";

/** Add the bar to the form of a contact, customer or deal; `crm_desk.bundle.scss` shows it on a phone. */
export function add_thumb_bar(frm) {
	const [page] = frm.page.wrapper;
	page.querySelector(".crm-thumb-bar")?.remove();
	const buttons = (frm.is_new() ? [] : offered(frm)).map(({ name, label, act }) =>
		element("button", { type: "button", "data-action": name, onclick: act }, label)
	);
	page.classList.toggle("has-thumb-bar", buttons.length > 0);
	if (!buttons.length) return;
	const label = __("What can be done about this record");
	page.append(element("div", { class: "crm-thumb-bar", role: "group", "aria-label": label }, ...buttons));
}

function offered(frm) {
	const can_note = frappe.model.can_create("CRM Follow-up Note");
	return [
		can_note && { name: "note", label: __("Note"), act: () => write_note(frm, "note") },
		{ name: "call", label: __("Call"), act: () => call(frm) },
		frappe.model.can_email(null, frm) && { name: "mail", label: __("Mail"), act: () => frm.email_doc() },
		can_note && { name: "plan", label: __("Next Step"), act: () => write_note(frm, "plan") },
	].filter(Boolean);
}

const call = async (frm) => write_note(frm, "activity", await numbers_of(frm.doc));

async function write_note(frm, kind, numbers = []) {
	await frappe.require(["crm_record.bundle.css", "crm_record.bundle.js"]);
	frappe.crm_record.write_note(frm, kind, numbers);
}
