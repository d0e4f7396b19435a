/** An amount as money of the quote, with as many digits as its currency has. */
export const amount = (value, { currency, digits }) =>
	window.format_currency(value || 0, currency, digits ?? undefined);

/** A quantity without zeros that say nothing. */
export const quantity = (value) => String(Number(value || 0));

/** A rate or discount in percent, likewise. */
export const percent = (value) => __("{0} %", [Number(value || 0)]);
