// The form of a document: what it is about is chosen here; files are added, shown and sent in the library.
const ABOUT = [
	"CRM Contact",
	"CRM Customer",
	"CRM Sales Deal",
	"CRM Project",
	"CRM Event",
	"CRM Follow-up Note",
	"CRM Quote",
];

frappe.ui.form.on("CRM Document", {
	setup(frm) {
		frm.set_query("link_doctype", "links", () => ({ filters: { name: ["in", ABOUT] } }));
	},
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Versions and Links"), () =>
			frappe.set_route("crm-documents", frm.doc.name)
		);
	},
});
