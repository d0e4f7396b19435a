// Frappe gives every new record the site's currency, for which there may be no rate where totals are in another one: a new deal begins in
// the currency of totals.

const DEAL = "CRM Sales Deal";
// Deals in which it was suggested once: what somebody chooses afterwards, in quick entry or in the form, stays.
const suggested = new WeakSet();

/** Have Frappe's quick entry of deals begin so, be it another app's. */
export function suggest_currency_of_deals() {
	const name = `${DEAL.replace(/ /g, "")}QuickEntryForm`;
	const Base = frappe.ui.form[name] || frappe.ui.form.QuickEntryForm;
	if (!Base) return;
	frappe.ui.form[name] = class extends Base {
		check_quick_entry_doc() {
			super.check_quick_entry_doc();
			begin_in_base_currency(this.doc);
		}
	};
}

/** Put the currency of totals in place of the site's, in a deal that is not stored yet. An amount that is there, as in a copy, keeps its own. */
export function begin_in_base_currency(deal) {
	const { base_currency } = frappe.boot.crm;
	if (!deal.__islocal || suggested.has(deal)) return;
	suggested.add(deal);
	if (base_currency && !Number(deal.value) && deal.currency === frappe.boot.sysdefaults.currency) {
		deal.currency = base_currency;
	}
}
