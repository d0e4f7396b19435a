// The form of a quote: its page above the fields, totals that follow what is typed, and what can be done with it.
import { mount_in } from "../crm_record/mounting";
import QuotePage from "./QuotePage.vue";
import LiveTotals from "./LiveTotals.vue";
import { fill_from_product, take_prices, totals_of } from "./typed_lines";

frappe.provide("frappe.crm_quotes");

Object.assign(frappe.crm_quotes, {
	show(frm) {
		mount_in(frm, "overview", QuotePage, { frm });
	},

	show_totals(frm) {
		const totals = totals_of(frm);
		mount_in(frm, "live_totals", LiveTotals, { state: totals.state });
		totals.follow();
	},

	follow: (frm) => totals_of(frm).follow(),
	fill_from_product,
	take_prices,
});
