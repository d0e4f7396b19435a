// Cells of lists that Frappe would fill otherwise: its own tell colleagues by address, moments at length and texts in full.
import { moment_of, money } from "../crm_shared/format";
import { user_name } from "./titles";

const EXCERPT = 120; // characters

/** A column that names a colleague: its text filters by them, as Frappe's own. */
export function user_column(value, df) {
	return value ? filtering_link(df, value, user_name(value)).outerHTML : "";
}

/** A number to call, in a column as wide as it (`crm_desk.bundle.scss`), empty or not: its text filters by it, as Frappe's own. */
export function phone_column(value, df) {
	const link = filtering_link(df, value || "", value || "");
	link.classList.add("crm-phone");
	return link.outerHTML;
}

function filtering_link(df, value, text) {
	const link = document.createElement("a");
	link.className = "filterable ellipsis";
	link.dataset.filter = `${df.fieldname},=,${value}`;
	link.textContent = text;
	return link;
}

/** An amount in the record's own currency, without decimals that say nothing. */
export const amount_column = (value, df, doc) =>
	value ? text_cell(money(value, doc.currency), money(value, doc.currency)) : "";

/** A moment without its seconds, in the zone of the user, in a column as wide as it. A list measures elements, not text. */
export const moment_column = (value) => text_cell(value ? moment_of(value) : "", "", "crm-moment");

/** The beginning of a longer text, the whole of it as a hint. */
export function excerpt_column(value) {
	const text = (value || "").replace(/\s+/g, " ").trim();
	return text_cell(text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text, value || "");
}

function text_cell(text, hint = "", kind = "") {
	const span = document.createElement("span");
	span.className = `ellipsis ${kind}`.trim();
	span.textContent = text;
	if (hint) span.title = hint;
	return span.outerHTML;
}
