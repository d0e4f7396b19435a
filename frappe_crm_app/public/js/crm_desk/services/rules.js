// Calls of the server about workflow rules.
import { get_in_desk } from "../../crm_shared/services/request";

export const explain = (doctype, name) =>
	get_in_desk("frappe_crm_app.automation.workflow_rules.proof.api.explain", { doctype, name });
