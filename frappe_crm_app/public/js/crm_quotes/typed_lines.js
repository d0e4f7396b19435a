// Lines while they are typed: a product fills its line, and the totals follow. The server computes; what it answers is only shown.
import { reactive } from "vue";
import { get_line, get_totals } from "./services";

const PAUSE = 250; // milliseconds without a change, after which it is asked
const SHOWN = ["net", "tax", "gross"];
const ASKED = ["currency", "prices_include_tax", "rounding"];
const ASKED_OF_LINE = [
	...["name", "product", "title", "quantity", "unit_price", "discount_percent", "tax_class", "tax_rate"],
	...["recurrence", "is_optional", "is_chosen"],
];

/** Fill a line from the product that was chosen for it; a price in another currency is not taken. */
export async function fill_from_product(frm, doctype, name) {
	const row = frappe.get_doc(doctype, name);
	if (!row.product) return;
	const line = await get_line(row.product, frm.doc.currency).catch(({ message }) => {
		frappe.show_alert({ message: frappe.utils.escape_html(message), indicator: "red" });
	});
	if (!line || row.product !== line.product) return;
	const { has_price, ...values } = line;
	delete values.product;
	await frappe.model.set_value(doctype, name, values);
	if (!has_price) tell_missing_price(line.title, frm.doc.currency);
}

/** Give each line the price that its product has in the currency that was chosen: a number of the former one would be another amount. */
export async function take_prices(frm) {
	const { currency } = frm.doc;
	for (const row of (frm.doc.lines || []).filter(({ product }) => product)) {
		const line = await get_line(row.product, currency).catch(() => null);
		if (!line || frm.doc.currency !== currency) return;
		if (line.has_price)
			await frappe.model.set_value(row.doctype, row.name, "unit_price", line.unit_price);
		else tell_missing_price(row.title, currency);
	}
}

function tell_missing_price(title, currency) {
	const message = __("{0} has no price in {1}: type one.", [title, currency]);
	frappe.show_alert({ message: frappe.utils.escape_html(message), indicator: "orange" });
}

/** The totals of a form: `state` is what is shown, `follow` asks for it once nothing was typed for a moment. */
export function totals_of(frm) {
	if (frm.crm_totals?.name === frm.doc.name) return frm.crm_totals;
	const state = reactive({ totals: null, problem: "", is_asking: false });
	let timer = null;
	let latest = 0;

	function follow() {
		clearTimeout(timer);
		state.is_asking = true;
		timer = setTimeout(ask, PAUSE);
	}

	async function ask() {
		const turn = ++latest;
		try {
			const totals = await get_totals(as_typed(frm.doc));
			if (turn !== latest) return;
			Object.assign(state, { totals, problem: "", is_asking: false });
			show_in_rows(frm, totals.lines);
		} catch (refusal) {
			if (turn === latest) Object.assign(state, { problem: refusal.message, is_asking: false });
		}
	}

	frm.crm_totals = { name: frm.doc.name, state, follow };
	return frm.crm_totals;
}

function as_typed(doc) {
	const lines = (doc.lines || []).map((row) => picked(row, ASKED_OF_LINE));
	return { ...picked(doc, ASKED), lines };
}

const picked = (doc, names) => Object.fromEntries(names.map((name) => [name, doc[name] ?? null]));

// The grid is not drawn anew: whoever types in it stays where they are.
function show_in_rows(frm, lines) {
	const rows = frm.fields_dict.lines.grid.grid_rows_by_docname;
	for (const { name, ...amounts } of lines) {
		const row = rows?.[name];
		if (!row) continue;
		for (const fieldname of SHOWN) {
			row.doc[fieldname] = amounts[fieldname];
			if (fieldname === "net") row.refresh_field(fieldname);
		}
	}
}
