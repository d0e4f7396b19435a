// The address of the page: /app/crm-campaigns, /app/crm-campaigns/NAME, /app/crm-campaigns/NAME/content. `/app` is `/desk` on Frappe 16.
export const STEPS = ["audience", "content", "sending", "check", "results"];

/** Return which campaign the address is about, and which part of it; `null` for the list, and for the part that comes first. */
export function read_address(path) {
	const [, , name, step] = path.split("/").filter(Boolean).map(decodeURIComponent);
	return { name: name || null, step: STEPS.includes(step) ? step : null };
}
