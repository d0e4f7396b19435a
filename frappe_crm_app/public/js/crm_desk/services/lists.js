// Calls of the server about what stands beside the rows of lists.
import { get_in_desk } from "../../crm_shared/services/request";

const API = "frappe_crm_app.list_views.api";

export const get_chips = (doctype, filters) => get_in_desk(`${API}.get_chips`, { doctype, filters });
export const get_deal_counts = (doctype, names) => get_in_desk(`${API}.get_deal_counts`, { doctype, names });
export const get_contact_counts = (names) => get_in_desk(`${API}.get_contact_counts`, { names });
