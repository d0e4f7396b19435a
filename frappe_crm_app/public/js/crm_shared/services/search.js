import { get } from "./request";

// Answers [{doctype, label, rows: [{name, title, detail, is_own}]}], only of what the user sees.
export const find = (text, doctypes) => get("frappe_crm_app.records.search.api.find", { text, doctypes });
