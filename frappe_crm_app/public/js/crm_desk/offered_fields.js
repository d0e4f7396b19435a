import { Tracks } from "../crm_shared/enums";

/** Offer, in a table of field names, the fields of the records that a pipeline tracks, by their labels. */
export async function offer_fields(frm, tracks, table, is_offered = () => true) {
	const doctype = tracks === Tracks.DEALS ? "CRM Sales Deal" : "CRM Customer";
	await frappe.model.with_doctype(doctype);
	const options = frappe
		.get_meta(doctype)
		.fields.filter(
			(df) => !df.hidden && is_offered(df) && !frappe.model.no_value_type.includes(df.fieldtype)
		)
		.map((df) => ({ value: df.fieldname, label: __(df.label, null, doctype) }));
	frm.fields_dict[table].grid.update_docfield_property("fieldname", "options", options);
}
