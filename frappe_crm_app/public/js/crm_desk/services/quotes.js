// Calls of the server about quotes, from lists and from the forms of other records.
import { get_in_desk, post_in_desk } from "../../crm_shared/services/request";

export const get_quote_chips = (filters) =>
	get_in_desk("frappe_crm_app.selling.quote_desk.api.get_chips", { filters });
export const create_quote = (doctype, name) =>
	post_in_desk("frappe_crm_app.selling.quotes.api.create_from", { doctype, name });
