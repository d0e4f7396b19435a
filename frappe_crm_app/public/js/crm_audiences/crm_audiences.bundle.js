// What forms and lists show of segments, mailing lists and consents.
import { add_action } from "./choosing";
import { show_consents } from "./consents";
import { count_again, count_soon, show_segment } from "./segment";

frappe.provide("frappe.crm_audiences");
Object.assign(frappe.crm_audiences, { add_action, count_again, count_soon, show_consents, show_segment });
