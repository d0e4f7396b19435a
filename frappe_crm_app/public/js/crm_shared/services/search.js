import { get } from "./request";

export const PAUSE = 200; // milliseconds without a key, after which it is asked

// Answers [{doctype, label, rows: [{name, title, detail, is_own}]}], only of what the user sees.
export const find = (text, doctypes) => get("frappe_crm_app.records.search.api.find", { text, doctypes });
