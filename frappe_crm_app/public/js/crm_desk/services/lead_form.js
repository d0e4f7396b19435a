// `review("release", names)` -> {done, refused: [{name, reason}]}
export async function review(action, names) {
	const { message } = await frappe.call({
		method: `frappe_crm_app.public_lead_form.api.${action}`,
		args: { names },
		type: "POST",
		freeze: true,
	});
	return message;
}
