// How people are reached: phone numbers and mail addresses as links, also those that somebody typed into a text.

/** Return the address that calls a number. */
export const tel = (number) => `tel:${number.replace(/[^\d+*#,;]/g, "")}`;

/** Return the address that begins a mail. */
export const mailto = (email) => `mailto:${email}`;

// A number by itself may be anything; with its country it is a phone's.
const REACHED = /[\w.%+-]+@[\w-]+(?:\.[\w-]+)+|\+\d[\d ()/.-]{5,20}\d/g;

/** Return a text in parts `{text, href}`, of which those that are a number or an address have a link. */
export function reached_in(text) {
	const parts = [];
	let end = 0;
	for (const { 0: found, index } of text.matchAll(REACHED)) {
		parts.push({ text: text.slice(end, index), href: null });
		parts.push({ text: found, href: found.includes("@") ? mailto(found) : tel(found) });
		end = index + found.length;
	}
	parts.push({ text: text.slice(end), href: null });
	return parts.filter((part) => part.text);
}
