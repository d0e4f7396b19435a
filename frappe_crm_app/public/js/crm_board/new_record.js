// A new deal or customer in the board's pipeline, by Frappe's quick entry; the card appears when it is saved.
export function new_record(board) {
	const { doctype, pipeline } = board.state;
	frappe.model.with_doctype(doctype, () => {
		const doc = frappe.model.get_new_doc(doctype, null, null, true);
		doc.pipeline = pipeline;
		const appear = (saved) => board.refresh_cards([saved.name]);
		frappe.ui.form.make_quick_entry(doctype, appear, null, doc, true);
	});
}
