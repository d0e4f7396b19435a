// What the address of the library says: /app/crm-documents, and behind it the document that is open.
const PAGE = "crm-documents";

export const name_in = (path) => {
	const parts = path.split("/").filter(Boolean);
	const place = parts.indexOf(PAGE);
	return place < 0 ? null : decodeURIComponent(parts[place + 1] || "") || null;
};

export const route = (...parts) => frappe.set_route(PAGE, ...parts.filter(Boolean));
