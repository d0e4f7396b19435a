// A group is mailed at once, about the project, so that the mail and its answers stand in its timeline.

/** Begin a mail to a group, `{emails}`, of a project's page; `changed()` is called once it is sent. */
export function mail_group({ project }, { emails }, changed) {
	new frappe.views.CommunicationComposer({
		doc: { doctype: "CRM Project", name: project.name },
		subject: project.title,
		recipients: emails.join(", "),
		success: changed,
	});
}
