// What the page says, as the server has translated it.

export const texts = JSON.parse(document.getElementById("crm-go-texts").textContent);

/** Return a text with values in its places. */
export function say(name, ...values) {
	return texts[name].replace(/\{(\d)\}/g, (_place, number) => values[number]);
}

/** Return one of two texts by a number: for 1 the one without a place. */
export function say_number(one, many, number) {
	return number === 1 ? say(one) : say(many, number);
}
