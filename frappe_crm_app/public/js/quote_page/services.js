// Calls of the pages of a quote.
import { post, texts_of } from "../public_page/calls.js";

export { Refused } from "../public_page/calls.js";

const API = "/api/method/frappe_crm_app.selling.acceptance.api.";

export const texts = texts_of("crm-quote-texts");

export const call = (name, body, options) => post(API + name, body, { failed: texts.failed, ...options });
