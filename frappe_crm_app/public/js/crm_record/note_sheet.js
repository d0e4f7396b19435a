// The form of a note over a record's form, for the bar at the lower edge of a phone: the same as in the timeline.
import { createApp } from "vue";
import NoteSheet from "./NoteSheet.vue";
import { details_of } from "./details";

const TITLES = {
	note: () => __("Add Note"),
	activity: () => __("Log a Call"),
	plan: () => __("Schedule Next Step"),
};

/** Ask for a note of this kind; `numbers` are `[{who, phone}]` that can be called before. */
export function write_note(frm, kind, numbers) {
	const dialog = new frappe.ui.Dialog({
		title: TITLES[kind](),
		fields: [{ fieldname: "sheet", fieldtype: "HTML" }],
	});
	dialog.$wrapper.addClass("crm-note-sheet");
	const app = createApp(NoteSheet, {
		details: details_of(frm, title_of(frm), people_of(frm)),
		kind,
		numbers,
		onCancel: () => dialog.hide(),
		onSaved: () => {
			dialog.hide();
			frappe.show_alert({ message: __("Saved"), indicator: "green" });
			if (!frm.is_dirty()) frm.reload_doc();
		},
	});
	app.config.globalProperties.__ = window.__;
	// what has the focus is seen by then, so that the keyboard of a phone opens
	dialog.$wrapper.one("shown.bs.modal", () => app.mount(dialog.fields_dict.sheet.$wrapper[0]));
	dialog.$wrapper.one("hidden.bs.modal", () => app.unmount());
	dialog.show();
}

const title_of = ({ meta, doc }) => (meta.title_field && doc[meta.title_field]) || doc.name;
const people_of = ({ doctype, doc }) => (doctype === "CRM Contact" ? [doc] : []);
