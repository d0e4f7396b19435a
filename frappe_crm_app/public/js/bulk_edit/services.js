// What the actions ask the server for.
import { get_in_desk, post_in_desk } from "../crm_shared/services/request";

const API = "frappe_crm_app.bulk_edit.api";

export const reassign = (doctype, records, to_user) =>
	post_in_desk(`${API}.reassign`, { doctype, to_user, ...records });
export const getStages = (doctype) => get_in_desk(`${API}.get_stages`, { doctype });
export const move = (doctype, records, stage, values, cancel_plans) =>
	post_in_desk(`${API}.move`, { doctype, stage, values, cancel_plans, ...records });
export const deleteRecords = (doctype, records) => post_in_desk(`${API}.delete`, { doctype, ...records });
export const handOver = (from_user, to_user) => post_in_desk(`${API}.hand_over`, { from_user, to_user });
export const getState = (bulk_change) => get_in_desk(`${API}.get_state`, { bulk_change });
