import { color_of } from "../crm_shared/enums";

/** What Frappe's lists and forms show a record's state by: its text, its color, and the filter that it is a link to. */
export function indicator(doctype, fieldname, doc) {
	const value = doc[fieldname];
	return [__(value), color_of(doctype, fieldname, value), `${fieldname},=,${value}`];
}
