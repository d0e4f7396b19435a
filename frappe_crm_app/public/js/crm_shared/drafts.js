// Notes that are being typed, by the record that they are about: on the board and on the record's page it is the same one.
frappe.provide("frappe.crm_drafts");

const key = ({ doctype, name }) => `${doctype}/${name}`;

/** Return `{kind, writer, values}` of the note that is being typed, nothing where there is none. */
export const draft_of = (record) => frappe.crm_drafts[key(record)] || null;

/** Keep what is typed; `typed` are refs by name, `writer` tells the forms of one record apart. */
export function keep_draft(record, kind, writer, typed) {
	const values = Object.fromEntries(Object.entries(typed).map(([name, field]) => [name, field.value]));
	frappe.crm_drafts[key(record)] = { kind, writer, values };
}

export function drop_draft(record) {
	delete frappe.crm_drafts[key(record)];
}
