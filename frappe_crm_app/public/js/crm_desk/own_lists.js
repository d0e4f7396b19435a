// What all lists of ours have: fields to filter by that fold, and on a phone rows of two lines.
import { fold_filters } from "./list_filters";
import { show_phone_rows } from "./phone_rows";

/** Have each list of a DocType of ours so, once Frappe has set it up and its own script has had its turn. */
export function watch_lists() {
	const { prototype } = frappe.views.ListView;
	const { setup_view } = prototype;
	prototype.setup_view = function () {
		setup_view.call(this);
		if (!(this.doctype in (frappe.boot.crm?.labels || {}))) return;
		fold_filters(this);
		show_phone_rows(this);
	};
}
