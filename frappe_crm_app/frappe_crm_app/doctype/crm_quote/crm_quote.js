// The page of a quote stands above its fields; once it was sent, in the place of those that are frozen.
const { QuoteStatus } = frappe.boot.crm.enums;
const NEVER_FIELDS = ["quote_number", "version", "status", "revises"]; // the page tells them
const NEVER_SECTIONS = ["totals_section", "history_section"];
const DRAFT_SECTIONS = ["title_section", "money_section", "lines_section", "acceptance_section"];

frappe.ui.form.on("CRM Quote", {
	setup(frm) {
		frm.set_query("product", "lines", () => ({ filters: { is_active: 1 } }));
		frm.set_query("contact", () => ({ filters: frm.doc.customer ? { customer: frm.doc.customer } : {} }));
	},

	async refresh(frm) {
		const is_draft = frm.is_new() || frm.doc.status === QuoteStatus.DRAFT;
		show_fields(frm, is_draft);
		show_status(frm);
		show_numbers_as_typed(frm.fields_dict.lines.grid);
		await frappe.require(["crm_record.bundle.css", "crm_quotes.bundle.css", "crm_quotes.bundle.js"]);
		if (is_draft) frappe.crm_quotes.show_totals(frm);
		if (frm.is_new()) return;
		crm_desk.add_who_can_see(frm);
		frappe.crm_quotes.show(frm);
	},

	async deal(frm) {
		if (!frm.doc.deal || frm.doc.lines?.length) return;
		const { message } = await frappe.db.get_value("CRM Sales Deal", frm.doc.deal, "currency");
		if (message?.currency) frm.set_value("currency", message.currency);
	},
	async currency(frm) {
		await frappe.crm_quotes?.take_prices(frm);
		follow(frm);
	},
	prices_include_tax: (frm) => follow(frm),
	rounding: (frm) => follow(frm),
});

const RECKONED = [
	"quantity",
	"unit_price",
	"discount_percent",
	"tax_rate",
	"recurrence",
	"is_optional",
	"is_chosen",
];
const ON_ROWS = ["lines_add", "lines_remove", "lines_move"];

frappe.ui.form.on("CRM Quote Line", {
	...Object.fromEntries([...RECKONED, ...ON_ROWS].map((event) => [event, (frm) => follow(frm)])),

	product: (frm, doctype, name) => frappe.crm_quotes?.fill_from_product(frm, doctype, name),

	async tax_class(frm, doctype, name) {
		const { tax_class } = frappe.get_doc(doctype, name);
		follow(frm); // a rate that stays the same tells nobody
		if (!tax_class) return;
		const { message } = await frappe.db.get_value("CRM Tax Class", tax_class, "rate");
		frappe.model.set_value(doctype, name, "tax_rate", message.rate);
	},
});

// Frappe writes as many digits as the field keeps: a quantity of 1 as 1.000000.
const DIGITS_KEPT = { quantity: 6, discount_percent: 4, tax_rate: 4 };
const at_end = (text) => `<div style="text-align: right">${text}</div>`;
const as_quantity = (value) => (value ? at_end(as_typed(value, DIGITS_KEPT.quantity)) : "");
const as_percent = (value) => (value ? at_end(`${as_typed(value, DIGITS_KEPT.discount_percent)} %`) : "");

function as_typed(value, digits) {
	const { decimal_str: point } = window.get_number_format_info(window.get_number_format());
	const [whole, rest = ""] = window.format_number(value, null, digits).split(point || null);
	const kept = rest.replace(/0+$/, "");
	return kept ? `${whole}${point}${kept}` : whole;
}

function show_numbers_as_typed(grid) {
	grid.update_docfield_property("quantity", "formatter", as_quantity);
	grid.update_docfield_property("discount_percent", "formatter", as_percent);
	for (const [fieldname, digits] of Object.entries(DIGITS_KEPT)) {
		const in_box = (value) => (is_number(value) ? as_typed(value, digits) : "");
		grid.update_docfield_property(fieldname, "on_make", (box) => (box.format_for_input = in_box));
	}
}

const is_number = (value) => value != null && value !== "" && !isNaN(Number(value));
const follow = (frm) => frappe.crm_quotes?.follow(frm);

function show_fields(frm, is_draft) {
	frm.toggle_display([...NEVER_FIELDS, ...NEVER_SECTIONS], false);
	frm.toggle_display(DRAFT_SECTIONS, is_draft);
	frm.toggle_display("overview_section", !frm.is_new());
	frm.toggle_display(["addressee", "renews_on"], is_draft);
	for (const field of ["addressee", "introduction", "terms"])
		frm.set_df_property(field, "read_only", Number(!is_draft));
	if (!is_draft) frm.disable_save();
}

function show_status(frm) {
	if (frm.is_new()) return;
	const [text, color] = crm_desk.indicator("CRM Quote", "status", frm.doc);
	frm.page.set_indicator(text, color);
}
