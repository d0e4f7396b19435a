// What the form and list scripts of several DocTypes share, as `crm_desk` in the desk.
import { add_who_can_see } from "./who_can_see";
import { add_manager_filters } from "./manager_filters";
import * as lead_form from "./lead_form";
import { add_sync_state, services as respondio } from "./respondio";
import * as visibility from "./services/visibility";

frappe.provide("crm_desk");
Object.assign(crm_desk, {
	add_who_can_see,
	add_manager_filters,
	add_sync_state,
	lead_form,
	respondio,
	visibility,
});
