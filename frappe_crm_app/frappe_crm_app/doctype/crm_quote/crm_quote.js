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
		frm.fields_dict.lines.grid.update_docfield_property("discount_percent", "formatter", as_percent);
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
		if (!tax_class) return;
		const { message } = await frappe.db.get_value("CRM Tax Class", tax_class, "rate");
		frappe.model.set_value(doctype, name, "tax_rate", message.rate);
	},
});

// Frappe writes as many digits as are stored.
const as_percent = (value) => (value ? `<div style="text-align: right">${Number(value)} %</div>` : "");
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
