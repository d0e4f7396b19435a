// Sentences as `kit/sentences.py` stores them, with `&lt;` for `<`, which Frappe 15 takes for HTML in a form and Frappe 16 for text.

/** Show these fields of a form as the plain text that they are. */
export function show_as_text(frm, fieldnames) {
	for (const fieldname of fieldnames) {
		const field = frm.get_field(fieldname);
		if (!field) continue;
		field.df.formatter = (_value, _df, _options, doc) => html_of((doc || frm.doc)[fieldname]);
		field.refresh();
	}
}

const html_of = (stored) =>
	frappe.utils.escape_html((stored || "").replaceAll("&lt;", "<")).replaceAll("\n", "<br>");
