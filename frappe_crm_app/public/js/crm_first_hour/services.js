import { get, post } from "../crm_shared/services/request";

const API = "frappe_crm_app.setup_guide.api";
const PIPELINES = "frappe_crm_app.records.pipeline.api";
const TRADES = "frappe_crm_app.records.trades.api";

export const get_state = () => get(`${API}.get_state`);
export const skip = (step, is_skipped) => post(`${API}.skip`, { step, is_skipped: is_skipped ? 1 : 0 });
export const set_currency = (currency) => post(`${API}.set_currency`, { currency });
export const set_company = (company) => post(`${API}.set_company`, { company });
export const become_admin = () => post(`${API}.become_admin`);
export const load_demo = () => post(`${API}.load_demo`);
export const clear_demo = () => post(`${API}.clear_demo`);
export const get_demo_progress = () => get(`${API}.get_demo_progress`);
export const preview_trade = (trade) => get(`${TRADES}.preview_trade`, { trade });
export const choose_trade = (trade) => post(`${TRADES}.choose_trade`, { trade });
export const get_stages = (pipeline) => get(`${PIPELINES}.get_stages`, { pipeline });
export const save_stages = (pipeline, stages, removed) =>
	post(`${PIPELINES}.save_stages`, { pipeline, stages, removed });
