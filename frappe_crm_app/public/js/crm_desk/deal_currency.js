// Frappe gives every new record the site's currency, for which there may be no rate where totals are in another one: a new deal begins in
// the currency of totals.

const DEAL = "CRM Sales Deal";

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

/** Put the currency of totals in place of the site's, in a deal that is not stored yet. */
export function begin_in_base_currency(deal) {
	const { base_currency } = frappe.boot.crm;
	if (deal.__islocal && base_currency && deal.currency === frappe.boot.sysdefaults.currency) {
		deal.currency = base_currency;
	}
}
