// A new record by Frappe's quick entry, staying where one is; `done(saved)` is called when it is saved.
export function quick_entry(doctype, values, done) {
	frappe.model.with_doctype(doctype, () => {
		const doc = frappe.model.get_new_doc(doctype, null, null, true);
		Object.assign(doc, values);
		frappe.ui.form.make_quick_entry(doctype, done, null, doc, true);
	});
}
