// What the page of a quote asks of the server. What counts and what is allowed is said there; nothing is computed here.
import { address_of, get, post, post_in_desk, read_as_data } from "../crm_shared/services/request";

const QUOTES = "frappe_crm_app.selling.quotes.api";
const DESK = "frappe_crm_app.selling.quote_desk.api";

export const get_page = (name) => get(`${DESK}.get_page`, { name });
export const get_totals = (quote) => post(`${DESK}.get_totals`, { quote });
export const get_line = (product, currency) => get(`${DESK}.get_line`, { product, currency });
export const get_mail = (name) => get(`${DESK}.get_mail`, { name });

export const send = (name, mail) => post_in_desk(`${QUOTES}.send`, { name, ...mail });
export const revise = (name) => post_in_desk(`${QUOTES}.revise`, { name });
export const revoke_links = (name) => post_in_desk(`${QUOTES}.revoke_links`, { name });
export const renew = (name) => post_in_desk(`${QUOTES}.renew`, { name });
export const plan_renewal = (name, renews_on) => post_in_desk(`${QUOTES}.plan_renewal`, { name, renews_on });

/** The address of a draft's PDF as it would be sent now. */
export const preview_address = (name) =>
	`${address_of(`${QUOTES}.get_preview`)}?${new URLSearchParams({ name })}`;

/**
 * Answer what the site knows of a stored PDF: `{is_known, label, document, accepted_on, accepted_by, is_intact}`. The file itself is hashed where
 * the browser can, which it does over HTTPS only; else it is asked about the hash that the quote keeps.
 */
export async function verify(address, kept_hash) {
	const sha256 = window.crypto.subtle ? await hash_of(address) : kept_hash;
	return post("frappe_crm_app.selling.acceptance.api.verify", { sha256 });
}

async function hash_of(address) {
	const content = atob((await read_as_data(address)).split(",")[1]);
	const bytes = Uint8Array.from(content, (sign) => sign.charCodeAt(0));
	const digest = new Uint8Array(await window.crypto.subtle.digest("SHA-256", bytes));
	return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
