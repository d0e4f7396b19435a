import { know_choices, links_are_read } from "../crm_shared/link_choice";

/** Ask for whom a link is, which version it opens, and until when; answers the values, or nothing where it is closed. */
export function ask_for_link(page) {
	return new Promise((resolve) => {
		let chosen = null;
		const dialog = new frappe.ui.Dialog({
			title: __("A Link to {0}", [frappe.utils.escape_html(page.document.title)]),
			fields: [
				{ fieldname: "contact", fieldtype: "Link", options: "CRM Contact", label: __("For") },
				{ fieldname: "label", fieldtype: "Data", label: __("Or for Somebody Else"), length: 140 },
				{
					fieldname: "version",
					fieldtype: "Select",
					label: __("Opens"),
					options: [
						{ value: "", label: __("The newest version at the time") },
						...page.versions.map(({ name, number }) => ({
							value: name,
							label: __("Version {0} alone", [number]),
						})),
					],
				},
				{
					fieldname: "expires_on",
					fieldtype: "Date",
					label: __("Until"),
					default: frappe.datetime.add_days(frappe.datetime.get_today(), 30),
				},
			],
			primary_action_label: __("Make the Link"),
			primary_action: async () => {
				await links_are_read();
				chosen = dialog.get_values();
				if (chosen) dialog.hide();
			},
		});
		dialog.onhide = () => resolve(chosen);
		know_choices(dialog);
		dialog.show();
	});
}
