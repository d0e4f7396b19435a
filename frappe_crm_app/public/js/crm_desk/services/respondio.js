// Calls of the server about the sync with respond.io; each answers with a promise of the message.

const API = "frappe_crm_app.respondio.api.";

const post = (method, args) =>
	frappe.call({ method: API + method, args, freeze: true }).then((answer) => answer.message);

export const get_sync_state = (doctype, name) =>
	frappe
		.call({ method: API + "get_sync_state", type: "GET", args: { doctype, name } })
		.then((answer) => answer.message);
export const retry = (name) => post("retry", { name });
export const retry_all_failed = () => post("retry_all_failed");
export const test_connection = () => post("test_connection");
