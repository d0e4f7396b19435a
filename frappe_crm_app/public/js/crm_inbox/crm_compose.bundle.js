// Writing a mail about a record, over whichever page of the desk shows it: `frappe.crm_compose.write`.
import { createApp, reactive } from "vue";
import Composer from "./Composer.vue";
import { create_composing } from "./composing";
import { prepare_mail } from "./services/writing";

frappe.provide("frappe.crm_compose");

const told = reactive({ mailboxes: [], announcement: "" });
let left = null; // shows the record that is written about anew

const composing = create_composing({
	changed: () => {},
	left: () => left?.(),
	complain: (sentence) =>
		frappe.show_alert({ message: frappe.utils.escape_html(sentence), indicator: "red" }, 7),
	announce: (sentence) => (told.announcement = sentence),
});
let app = null;

function mount() {
	const root = document.createElement("div");
	document.body.append(root);
	app = createApp(Composer, { composing, told });
	app.config.globalProperties.__ = window.__;
	app.mount(root);
}

/**
 * Begin a mail about a record, to its person where nobody is named, by one of the user's mailboxes; `changed()` once it is sent. It has
 * `files`, `[{name, file_name}]`, and `html` above the signature from the beginning.
 */
frappe.crm_compose.write = ({ doctype, name, to, subject, mailboxes, changed, files = [], html = "" }) => {
	if (!app) mount();
	told.mailboxes = mailboxes;
	left = changed;
	const about = doctype ? { doctype, name } : {};
	return composing.begin(async () => {
		const prepared = await prepare_mail(null, to, about);
		return { ...prepared, subject, files, html: `${html}${prepared.html || ""}` };
	}, about);
};
