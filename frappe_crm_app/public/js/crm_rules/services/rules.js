import { get, post } from "../../crm_shared/services/request";

const API = "frappe_crm_app.automation.workflow_rules.editor.api";
const PROOF = "frappe_crm_app.automation.workflow_rules.proof.api";

export const get_rules = () => get(`${API}.get_rules`);
export const get_rule = (name) => get(`${API}.get_rule`, { name });
export const get_catalog = (record_type) => get(`${API}.get_catalog`, { record_type });
export const check = (rule) => post(`${API}.check`, { rule });
export const save = (rule, name, modified) => post(`${API}.save`, { rule, name, modified });
export const turn = (name, is_on) => post(`${API}.turn`, { name, is_on });
export const remove = (name) => post(`${API}.remove`, { name });
export const get_runs = (rule, shown, start) => get(`${API}.get_runs`, { rule, shown, start });
export const retry_run = (run) => post(`${API}.retry_run`, { run });
export const get_run_steps = (run) => get(`${API}.get_run_steps`, { run });
export const backtest = (rule, days) => post(`${PROOF}.backtest`, { rule, days });
export const try_on = (rule, doctype, name) => post(`${PROOF}.try_on`, { rule, doctype, name });
