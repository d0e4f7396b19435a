// The address of the page: /app/crm-rules, /app/crm-rules/NAME, /app/crm-rules/new. `/app` is `/desk` on Frappe 16.
export const NEW = "new";

/** Return which rule the address is about; `null` for the list. */
export function read_address(path) {
	const [, , name] = path.split("/").filter(Boolean).map(decodeURIComponent);
	return name || null;
}
