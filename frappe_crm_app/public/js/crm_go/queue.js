// What was noted and is to be sent: each entry has a key made here, by which the server knows it again.

import { put, remove, renew, all, QUEUE, ROWS } from "./storage.js";
import { send } from "./services.js";

const AT_ONCE = 100; // the server takes no more
export const WAITING = "waiting";
export const CONFLICT = "conflict";
export const REFUSED = "refused";
let under_way = null;

/** Keep an entry until the server has answered it. `about` is what the page shows of it, which is not sent. */
export async function add(entry, about) {
	const content = { made_on: new Date().toISOString(), ...entry, key: new_key() };
	await put(QUEUE, { key: content.key, state: WAITING, content, about });
}

export async function entries() {
	return (await all(QUEUE)).sort((one, other) => one.content.made_on.localeCompare(other.content.made_on));
}

export const discard = (key) => remove(QUEUE, key);

/** Have an entry that was refused sent once more. */
export const retry = (item) => put(QUEUE, { ...item, state: WAITING, sentence: "" });

/** Note what somebody wanted of a follow-up that was changed, and leave that as it is. */
export async function add_as_note(item, text_of_done) {
	const { doctype, name, outcome, text, made_on } = item.content;
	const said = outcome ? text : text || text_of_done;
	await add(
		{ kind: "log", doctype, name, outcome, text: said, made_on },
		{ ...item.about, finishes: false }
	);
	await discard(item.key);
}

/** Send what waits, oldest first; return whether anything was answered. One at a time: who comes meanwhile waits for it. */
export function sync() {
	return (under_way ||= send_waiting().finally(() => (under_way = null)));
}

async function send_waiting() {
	let is_answered = false;
	for (;;) {
		const waiting = (await entries()).filter((item) => item.state === WAITING).slice(0, AT_ONCE);
		if (!waiting.length) return is_answered;
		const { results } = await send(waiting.map((item) => item.content));
		const settled = await Promise.all(waiting.map((item, place) => settle(item, results[place])));
		is_answered ||= settled.includes(true);
		if (!settled.every(Boolean)) return is_answered; // the rest is tried again later
	}
}

/** Act on what became of an entry; what it has completed is of the day no more, also where that cannot be fetched now. */
async function settle(item, { state, sentence, theirs }) {
	if (state === "done") {
		if (item.about.finishes) await remove(ROWS, item.content.name);
		await discard(item.key);
	} else if (state === CONFLICT || state === REFUSED)
		await renew(QUEUE, item.key, { ...item, state, sentence, theirs });
	else return false;
	return true;
}

function new_key() {
	if (crypto.randomUUID) return crypto.randomUUID();
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = (bytes[6] & 15) | 64;
	bytes[8] = (bytes[8] & 63) | 128;
	const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
