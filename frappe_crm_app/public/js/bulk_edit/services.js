// What the actions ask the server for.

const METHOD = "frappe_crm_app.bulk_edit.api.";

const call = (method, args, type = "POST") =>
	frappe
		.call({ method: METHOD + method, args, type, freeze: type === "POST" })
		.then((answer) => answer.message);

export const reassign = (doctype, records, to_user) => call("reassign", { doctype, to_user, ...records });

export const deleteRecords = (doctype, records) => call("delete", { doctype, ...records });

export const handOver = (from_user, to_user) => call("hand_over", { from_user, to_user });

export const getState = (bulk_change) => call("get_state", { bulk_change }, "GET");
