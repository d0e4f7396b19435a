// A mail that carries a document, or a link to it, about one of the records that the document is about.
import { name_for_readers } from "../crm_shared/dialog_names";
import { address_of_file, make_public_link } from "./services";

const WRITTEN_ABOUT = ["CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Project"];
const RECEIVERS = { "CRM Contact": "contact", "CRM Customer": "customer" };
const How = { FILE: "file", LINK: "link" };

/** Ask how a document goes along, and begin the mail; `done()` is called once it is sent. */
export async function mail_document(page, { done }) {
	const chosen = await ask(page);
	if (!chosen) return;
	const { title } = page.document;
	const { about } = chosen;
	try {
		const carried = chosen.how === How.LINK ? await linked(page, about) : attached(page.versions[0]);
		crm_desk.write_mail({ about, subject: title, sent: done, ...carried });
		if (chosen.how === How.LINK) done();
	} catch (refusal) {
		frappe.msgprint({ message: frappe.utils.escape_html(refusal.message), indicator: "red" });
	}
}

const attached = ({ name, file, file_name }) => ({
	files: [{ name: file, file_name, file_url: address_of_file(name) }],
});

/** Make a link for whom the mail is about; it opens the newest version at the time. */
async function linked({ document }, about) {
	const receiver = RECEIVERS[about?.doctype];
	const { url } = await make_public_link({
		document: document.name,
		...(receiver ? { [receiver]: about.name } : { label: about?.title || __("By mail") }),
	});
	const link = window.document.createElement("a");
	Object.assign(link, { href: url, textContent: document.title });
	const line = window.document.createElement("p");
	line.append(link);
	return { html: line.outerHTML };
}

function ask({ document, links, versions, may_change }) {
	const offered = links.filter(({ doctype, title }) => title && WRITTEN_ABOUT.includes(doctype));
	return new Promise((resolve) => {
		let chosen = null;
		const dialog = new frappe.ui.Dialog({
			title: __("Mail {0}", [frappe.utils.escape_html(document.title)]),
			fields: [
				{
					fieldname: "about",
					fieldtype: "Select",
					label: __("About"),
					hidden: !offered.length,
					default: offered.length ? "0" : "",
					options: [
						...offered.map(({ label, title }, place) => ({
							value: String(place),
							label: `${label}: ${title}`,
						})),
						{ value: "", label: __("None of these") },
					],
				},
				{
					fieldname: "how",
					fieldtype: "Select",
					label: __("Goes along as"),
					default: How.FILE,
					options: [
						{ value: How.FILE, label: __("The file, version {0}", [versions[0].number]) },
						...(may_change
							? [{ value: How.LINK, label: __("A link, which opens the newest version") }]
							: []),
					],
				},
			],
			primary_action_label: __("Write"),
			primary_action: ({ about = "", how }) => {
				chosen = { about: offered[about] || null, how: how || How.FILE };
				dialog.hide();
			},
		});
		dialog.onhide = () => resolve(chosen);
		dialog.show();
		name_for_readers(dialog);
	});
}
