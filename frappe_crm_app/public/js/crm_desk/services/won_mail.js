// Calls of the server about mails to the owners of won deals.
import { post_in_desk } from "../../crm_shared/services/request";

export const retry = (name) => post_in_desk("frappe_crm_app.channels.won_mail.api.retry", { name });
