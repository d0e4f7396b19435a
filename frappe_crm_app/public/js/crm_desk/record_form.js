// What the forms of contacts, customers and deals have in common.
import { Outcome } from "../crm_shared/enums";
import { create_quote } from "./services/quotes";

/** Add the button that begins a note on the record. */
export function add_note_button(frm) {
	frm.add_custom_button(__("Add Note"), () =>
		frappe.new_doc("CRM Follow-up Note", {
			reference_doctype: frm.doctype,
			reference_name: frm.doc.name,
		})
	);
}

/** Add the button that begins a quote for the record, and opens it. */
export function add_quote_button(frm) {
	if (!frappe.model.can_create("CRM Quote")) return;
	frm.add_custom_button(__("New Quote"), async () => {
		const name = await create_quote(frm.doctype, frm.doc.name).catch(() => null);
		if (name) frappe.set_route("Form", "CRM Quote", name);
	});
}

/** Add the button that starts a project with a deal that is won. */
export function add_project_button(frm) {
	if (frm.doc.outcome !== Outcome.WON || !frappe.model.can_create("CRM Project")) return;
	frm.add_custom_button(__("Start Project"), () => start_project(frm.doc.name));
}

/** Ask how a project begins with a deal, or open the one that did. */
export async function start_project(deal) {
	const { message } = await frappe.db.get_value("CRM Project", { deal }, "name");
	if (message?.name) return frappe.set_route("Form", "CRM Project", message.name);
	await frappe.require(["crm_projects.bundle.css", "crm_projects.bundle.js"]);
	frappe.crm_projects.start(deal);
}

/** Open the form of a new event about a record; a contact is to be invited, too. */
export async function begin_event({ doctype, name }) {
	await Promise.all([
		frappe.model.with_doctype("CRM Event"),
		frappe.utils.get_link_title(doctype, name) || frappe.utils.fetch_link_title(doctype, name),
	]);
	const event = frappe.model.get_new_doc("CRM Event");
	const link = frappe.model.add_child(event, "CRM Event Link", "links");
	Object.assign(link, { link_doctype: doctype, link_name: name });
	if (doctype === "CRM Contact")
		frappe.model.add_child(event, "CRM Event Attendee", "attendees").contact = name;
	frappe.set_route("Form", "CRM Event", event.name);
}

/** Say above the form which other records may be about the same. */
export async function show_duplicates(frm) {
	await frappe.require("crm_duplicates.bundle.js");
	frappe.crm_duplicates.show(frm);
}
