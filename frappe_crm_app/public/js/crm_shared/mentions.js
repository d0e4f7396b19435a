// @ in a text offers colleagues. Whoever is chosen and still stands in the text when it is saved is told of it (`told/mentions.py`).
import { get } from "./services/request";

const NAMED = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .'’-]{0,40})?$/u; // what is typed of a name, before the cursor
const SHOWN = 8;
const FRESH = 5 * 60 * 1000; // who may be mentioned is asked for once in a while, not for each key
let people = null;
let asked_on = 0;
let number = 0;

function read_people() {
	if (people && Date.now() - asked_on < FRESH) return people;
	asked_on = Date.now();
	people = get("frappe.desk.search.get_names_for_mentions", { search_term: "" }).then(
		(found) => found.filter((each) => !each.is_group && each.id !== frappe.session.user),
		() => {
			people = null; // a text can be written without it
			return [];
		}
	);
	return people;
}

/** Return the users, of those who were chosen, whose names still stand in the text. */
export function mentioned_in(text, chosen) {
	const is_there = ({ value }) => (text || "").includes(`@${value}`);
	return [...new Set(chosen.filter(is_there).map(({ id }) => id))];
}

/** Return those whose name is meant by what was typed of it, names that begin with it first. */
export function matching(all, typed) {
	const text = typed.toLowerCase();
	const place = ({ value }) => value.toLowerCase().indexOf(text);
	const is_within = (each) => place(each) > 0;
	return all
		.filter((each) => place(each) >= 0)
		.sort((one, other) => is_within(one) - is_within(other))
		.slice(0, SHOWN);
}

/** Offer colleagues in a textarea, by mouse and by keys; `choose({id, value})` for each who is chosen. */
export function offer_mentions(field, choose) {
	const list = document.createElement("div");
	list.id = `crm-mentions-${++number}`;
	list.className = "crm-mentions";
	list.setAttribute("role", "listbox");
	list.setAttribute("aria-label", __("Colleagues"));
	list.hidden = true;
	let rows = [];
	let active = 0;
	let turn = 0;

	const typed = () => NAMED.exec(field.value.slice(0, field.selectionStart));

	async function offer() {
		const mine = ++turn;
		if (!typed()) return close();
		const all = await read_people();
		const found = mine === turn && typed();
		if (!found) return;
		rows = matching(all, found[1] || "");
		if (!rows.length || document.activeElement !== field) return close();
		active = 0;
		show();
	}

	function show() {
		list.replaceChildren(...rows.map(option_of));
		field.setAttribute("aria-activedescendant", `${list.id}-${active}`);
		field.setAttribute("aria-controls", list.id);
		if (!list.isConnected) document.body.append(list);
		list.hidden = false;
		const box = field.getBoundingClientRect();
		const below = window.innerHeight - box.bottom;
		const top = below > list.offsetHeight + 8 ? box.bottom + 2 : box.top - list.offsetHeight - 2;
		const left = Math.min(box.left, window.innerWidth - list.offsetWidth - 8);
		Object.assign(list.style, { left: `${Math.max(8, left)}px`, top: `${Math.max(8, top)}px` });
	}

	function option_of(person, place) {
		const option = document.createElement("div");
		option.id = `${list.id}-${place}`;
		option.className = "crm-mention";
		option.setAttribute("role", "option");
		option.setAttribute("aria-selected", place === active);
		option.textContent = person.value;
		option.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
		option.addEventListener("click", () => pick(person));
		return option;
	}

	function close() {
		turn++;
		list.hidden = true;
		field.removeAttribute("aria-activedescendant");
		field.removeAttribute("aria-controls");
	}

	function pick(person) {
		const end = field.selectionStart;
		const begin = end - (typed()?.[1] || "").length;
		field.setRangeText(`${person.value} `, begin, end, "end");
		close();
		choose(person);
		field.dispatchEvent(new Event("input", { bubbles: true }));
		close();
	}

	function press(event) {
		if (list.hidden || event.isComposing) return;
		const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (by) {
			active = (active + by + rows.length) % rows.length;
			show();
		} else if (event.key === "Enter" || event.key === "Tab") pick(rows[active]);
		else if (event.key === "Escape") close();
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	field.setAttribute("aria-autocomplete", "list");
	field.addEventListener("input", offer);
	field.addEventListener("keydown", press);
	field.addEventListener("blur", close);
	return () => list.remove();
}
