// Calls of the server about what one wants to be told by mail.
import { get_in_desk, post_in_desk } from "../../crm_shared/services/request";

const API = "frappe_crm_app.reminders.api";

export const get_preferences = () => get_in_desk(`${API}.get_preferences`);
export const set_preferences = (preferences) => post_in_desk(`${API}.set_preferences`, preferences);
