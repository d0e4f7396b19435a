// Links to rooms: the one page of a contact who takes part in a project, or is invited to an event, and has no login. The address of a
// link is told once; who has lost it is given a new one, and the former opens nothing any more.
import { name_for_readers } from "../crm_shared/dialog_names";
import { date_of, moment_of, plural } from "../crm_shared/format";
import { copied_field } from "./copied_field";
import { element } from "./elements";
import { end_room, get_rooms, make_room } from "./services/meetings";

/** Show who may open a room of a project or event, `{project}` or `{event}`; `people` are its contacts, `[{contact, title}]`. */
export async function show_rooms(of, people) {
	const state = { rooms: new Map(), made: null };
	const dialog = new frappe.ui.Dialog({
		title: __("Links to a Room"),
		fields: [{ fieldname: "rooms", fieldtype: "HTML" }],
	});
	const place = dialog.fields_dict.rooms.$wrapper[0];
	const load = async () => {
		const rooms = await get_rooms(of);
		state.rooms = new Map(rooms.map((room) => [room.contact, room]));
		draw();
	};
	const act = async (work) => {
		state.made = (await work()) || null;
		await load();
		place.querySelector(".crm-copied input")?.select();
	};
	const draw = () => {
		const rows = people.map((person) => row(of, person, state, act));
		place.replaceChildren(
			element("p", {}, __("Whoever has such a link opens the room of that contact, without a login.")),
			rows.length
				? element("ul", { class: "crm-rooms" }, ...rows)
				: element("p", { class: "text-muted" }, __("No contact takes part yet."))
		);
	};
	dialog.show();
	name_for_readers(dialog);
	await load();
}

function row(of, { contact, title }, state, act) {
	const room = state.rooms.get(contact);
	const button = (label, name, work) =>
		element(
			"button",
			{
				type: "button",
				class: "btn btn-default btn-xs",
				"aria-label": name,
				onclick: () => act(work).catch(() => {}), // what is refused, the desk says
			},
			label
		);
	const made = state.made?.contact === contact ? copied_field(state.made.url) : null;
	const make = async () => ({ contact, ...(await make_room({ contact, ...of })) });
	return element(
		"li",
		{},
		element("div", {}, element("strong", {}, title), " ", element("span", {}, state_of(room))),
		room
			? button(__("New Link"), __("New link for {0}; the former opens nothing any more", [title]), make)
			: button(__("Make a Link"), __("Make a link for {0}", [title]), make),
		room ? button(__("End"), __("End the link of {0}", [title]), () => end_room(room.name)) : null,
		made
	);
}

function state_of(room) {
	if (!room) return __("no link");
	const day = date_of(room.expires_on);
	if (!room.views) return __("until {0}, not opened yet", [day]);
	const last = moment_of(room.viewed_on);
	return plural(
		room.views,
		"until {1}, opened once, on {2}",
		"until {1}, opened {0} times, last on {2}",
		day,
		last
	);
}
