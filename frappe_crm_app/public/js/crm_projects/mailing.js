// A group is mailed at once: about the project's deal, or else its customer or contact, so that the mail stands with theirs, too.
const RECORDS = { deal: "CRM Sales Deal", customer: "CRM Customer", contact: "CRM Contact" };

/** Begin a mail to a group, `{emails}`, of a project's page; `changed()` is called once it is sent. */
export function mail_group({ project }, { emails }, changed) {
	const field = Object.keys(RECORDS).find((name) => project[name] && project[`${name}_title`]);
	const about = field
		? { doctype: RECORDS[field], name: project[field] }
		: { doctype: "CRM Project", name: project.name };
	new frappe.views.CommunicationComposer({
		doc: about,
		subject: project.title,
		recipients: emails.join(", "),
		success: changed,
	});
}
