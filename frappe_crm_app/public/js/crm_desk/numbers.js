// The phone numbers under which one reaches whom a record is about, as far as the user sees these people.
const CONTACT = "CRM Contact";
const MOST = 5;
const READERS = {
	"CRM Contact": of_contact,
	"CRM Customer": of_customer,
	"CRM Sales Deal": of_deal,
};

/** Answer `[{who, phone}]`, each number once, the likeliest first. */
export async function numbers_of(doc) {
	const found = await READERS[doc.doctype](doc);
	const numbers = new Map();
	for (const each of found) if (each.phone && !numbers.has(each.phone)) numbers.set(each.phone, each);
	return [...numbers.values()].slice(0, MOST);
}

function of_contact({ full_name: who, phone, phones = [] }) {
	return [{ who, phone }, ...phones.map((row) => ({ who, phone: row.phone }))];
}

async function of_customer({ name, customer_name: who, phone, primary_contact }) {
	const people = await read({ customer: name });
	people.sort((one, other) => (other.name === primary_contact) - (one.name === primary_contact));
	return [{ who, phone }, ...people.map(told)];
}

async function of_deal({ contact, people = [] }) {
	const names = [contact, ...people.map((row) => row.contact)].filter(Boolean);
	const found = names.length ? await read({ name: ["in", names] }) : [];
	found.sort((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
	return found.map(told);
}

const told = ({ full_name: who, phone }) => ({ who, phone });

async function read(filters) {
	if (!frappe.model.can_read(CONTACT)) return [];
	const fields = ["name", "full_name", "phone"];
	const options = {
		filters: { ...filters, phone: ["is", "set"] },
		fields,
		order_by: "full_name asc",
		limit: 20,
	};
	return frappe.db.get_list(CONTACT, options).catch(() => []);
}
