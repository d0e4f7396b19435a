// Calls of the page to the server. What is answered is what was asked for, or an error that says which kind it is.

const METHOD = "/api/method/";
const API = "frappe_crm_app.screens.quick_log.api.";
const SEARCH = "frappe_crm_app.records.search.api.find";
const SEARCHED = ["CRM Contact", "CRM Customer", "CRM Sales Deal"];
const PATIENCE = 20000; // milliseconds
const OVER = [401, 403];

/** There is no net, or no server that answers. */
export class Unreachable extends Error {}

/** The session is over, or somebody else's. */
export class LoggedOut extends Error {}

/** The server refuses, with a sentence. */
export class Refused extends Error {}

let csrf_token = "";
let user = "";

/** Say whose data the page has: answers to anybody else end it. */
export function belongs_to(name) {
	user = name;
}

export const get_day = async () => told(await get(`${API}get_day`));
export const open_record = ({ doctype, name }) => get(`${API}open_record`, { doctype, name });
export const search = (text) => get(SEARCH, { text, doctypes: JSON.stringify(SEARCHED), length: 6 });

/** Send entries and return what became of each. */
export async function send(entries) {
	return message_of(await posted(`${API}send`, { user, entries }));
}

/** End the session, also while the page is being left; return whether the server was reached. */
export async function log_out() {
	try {
		return (await posted("logout", {}, { keepalive: true })).status < 500;
	} catch (failed) {
		return !(failed instanceof Unreachable);
	}
}

async function get_session() {
	return told(await get(`${API}get_session`));
}

/** Remember the token of an answer that says whose it is. */
function told(answer) {
	if (user && answer.user !== user) throw new LoggedOut();
	csrf_token = answer.csrf_token;
	return answer;
}

async function get(name, facts = {}) {
	return message_of(await request(`${name}?${new URLSearchParams(facts)}`), name);
}

/** Post with the token of the session; where that was renewed meanwhile, once more with the new one. */
async function posted(name, facts, options) {
	if (!csrf_token) await get_session();
	const said = await post(name, facts, options);
	if (said.status !== 400 || said.answer.exc_type !== "CSRFTokenError") return said;
	await get_session();
	return post(name, facts, options);
}

function post(name, facts, options = {}) {
	const headers = { "Content-Type": "application/json", "X-Frappe-CSRF-Token": csrf_token };
	return request(name, { method: "POST", headers, body: JSON.stringify(facts), ...options });
}

async function request(address, { headers = {}, ...options } = {}) {
	const limit = new AbortController();
	const timer = setTimeout(() => limit.abort(), PATIENCE);
	try {
		const response = await fetch(METHOD + address, {
			cache: "no-store",
			signal: limit.signal,
			headers: { Accept: "application/json", ...headers },
			...options,
		});
		const answer = await response.json().catch(() => null);
		if (!answer && response.ok) throw new Unreachable(); // the net was lost in the midst of it
		return { status: response.status, answer: answer || {} };
	} catch {
		throw new Unreachable();
	} finally {
		clearTimeout(timer);
	}
}

/** A refusal may be of this one record, so the session is asked before it counts as over. */
async function message_of({ status, answer }, name = "") {
	if (status === 200) return answer.message;
	if (status >= 500) throw new Unreachable();
	const is_of_session = name.endsWith("get_session");
	if (OVER.includes(status) && is_of_session) throw new LoggedOut();
	if (OVER.includes(status)) await get_session();
	throw new Refused(sentence_of(answer));
}

function sentence_of(answer) {
	try {
		const said = JSON.parse(JSON.parse(answer._server_messages).at(-1)).message;
		return new DOMParser().parseFromString(said, "text/html").body.textContent;
	} catch {
		return "";
	}
}
