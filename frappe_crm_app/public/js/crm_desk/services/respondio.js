// Calls of the server about the sync with respond.io.
import { get_in_desk, post_in_desk } from "../../crm_shared/services/request";

const API = "frappe_crm_app.respondio.api";

export const get_sync_state = (doctype, name) => get_in_desk(`${API}.get_sync_state`, { doctype, name });
export const retry = (name) => post_in_desk(`${API}.retry`, { name });
export const retry_all_failed = () => post_in_desk(`${API}.retry_all_failed`);
export const test_connection = () => post_in_desk(`${API}.test_connection`);
