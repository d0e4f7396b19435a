// Calls of the server about what strangers have sent.
import { post_in_desk } from "../../crm_shared/services/request";

// `review("release", names)` -> {done, refused: [{name, reason}]}
export const review = (action, names) =>
	post_in_desk(`frappe_crm_app.public_lead_form.api.${action}`, { names });
