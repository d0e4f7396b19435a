// What the page says, as the server has translated it.
import { form_of } from "../crm_shared/format.js";

export const texts = JSON.parse(document.getElementById("crm-go-texts").textContent);
const language = document.documentElement.lang || undefined;

/** Return a text with values in its places. */
export function say(name, ...values) {
	return filled(texts[name], values);
}

/** Return a text that counts, in the plural form of the page's language: `plural()` of the desk's pages. */
export function say_number(name, count) {
	const forms = texts[name];
	const several = forms[form_of(count, language)] || forms.other;
	return filled(count === 1 ? forms.one : several, [count.toLocaleString(language)]);
}

const filled = (text, values) => text.replace(/\{(\d)\}/g, (_place, number) => values[number]);
