// While a new contact or customer is being typed: who is there already, and which companies the typed name may mean.
// Both forms ask, Frappe's dialog for a quick entry and the whole form.
import { find } from "../crm_shared/services/search";
import { find_duplicates } from "../identity/services";

const TYPED = {
	"CRM Contact": ["first_name", "last_name", "email", "phone", "company_name"],
	"CRM Customer": ["customer_name", "phone", "website", "domain"],
};
const COMPANY = "company_name";
const LEAST = 2; // characters
const PAUSE = 400; // milliseconds without a key

/** Have Frappe's quick entries of contacts and customers watched, be they another app's. */
export function watch_quick_entry() {
	for (const doctype of Object.keys(TYPED)) {
		const name = `${doctype.replace(/ /g, "")}QuickEntryForm`;
		const Base = frappe.ui.form[name] || frappe.ui.form.QuickEntryForm;
		if (!Base) continue;
		frappe.ui.form[name] = class extends Base {
			render_dialog() {
				super.render_dialog();
				watch_typing(doctype, this.dialog, this.dialog.$body || $(this.dialog.body));
			}
		};
	}
}

/** Watch a form while it shows a record that is not stored yet. */
export function watch_new_record(frm) {
	frm.crm_ask ||= watch_typing(frm.doctype, frm, frm.layout.wrapper, () => frm.is_new());
	frm.crm_ask();
}

// Watches what is typed into `fields_dict` of a form or dialog; what is found stands at the top of `place`.
function watch_typing(doctype, { fields_dict }, place, is_new = () => true) {
	const hint = $('<div class="crm-typed" role="status" aria-live="polite"></div>').prependTo(place);
	const inputs = TYPED[doctype].filter((name) => fields_dict[name]?.$input);
	const ask = frappe.utils.debounce(() => show_duplicates(doctype, fields_dict, hint, is_new), PAUSE);
	for (const name of inputs) fields_dict[name].$input.on("input change", ask);
	if (inputs.includes(COMPANY)) offer_companies(fields_dict[COMPANY].$input);
	return ask;
}

const values_of = (doctype, fields_dict) =>
	Object.fromEntries(TYPED[doctype].map((name) => [name, fields_dict[name]?.$input?.val() || ""]));

async function show_duplicates(doctype, fields_dict, hint, is_new) {
	const values = values_of(doctype, fields_dict);
	const is_known = is_new() && Object.values(values).some((value) => value.trim().length >= LEAST);
	const found = is_known ? await find_duplicates(doctype, values).catch(() => []) : [];
	if (JSON.stringify(values) !== JSON.stringify(values_of(doctype, fields_dict))) return;
	const escape = frappe.utils.escape_html;
	const links = found.map(
		({ name, title, sign }) =>
			`<a href="${frappe.utils.get_form_link(doctype, name)}" target="_blank">${escape(title)}</a> (${escape(sign)})`
	);
	hint.html(links.length ? __("There already: {0}", [links.join(", ")]) : "");
}

// The list is the browser's own: it is chosen from by mouse and by keys, and anything else may be typed.
function offer_companies($input) {
	const id = frappe.dom.get_unique_id();
	const list = $(`<datalist id="${id}"></datalist>`).insertAfter(
		$input.attr({ list: id, autocomplete: "off" })
	);
	const offer = frappe.utils.debounce(async () => {
		const text = $input.val().trim();
		if (text.length < LEAST) return;
		const groups = await find(text, ["CRM Customer"]).catch(() => []);
		if ($input.val().trim() !== text) return;
		const rows = groups.flatMap(({ rows }) => rows);
		list.empty().append(rows.map(({ title }) => $("<option>").attr("value", title)));
	}, PAUSE);
	$input.on("input", offer);
}
