import { reactive } from "vue";
import { announcer } from "../crm_shared/announcing";
import { EVERYBODY, MINE, TEAM, query_of, read_address, route_options } from "./address";
import { ask_for_moment, ask_for_user, ask_what_happened, in_system_time, write_mail } from "./dialogs";
import * as service from "./services/today";

const STALE = 60 * 1000; // what is shown for longer is loaded anew when one comes back to it
const MORE = 20;

// Holds what the page shows, and does what can be done about its rows.
export function create_today() {
	const state = reactive({
		setup: null,
		whose: MINE,
		only: null,
		is_chosen: false, // whose day it is, by the address or the switch
		date: null,
		parts: [],
		is_loading: true,
		busy: null,
		problem: null,
		announcement: "",
	});
	const { announce, complain } = announcer(state);
	let shown_on = 0;
	let load_number = 0;

	async function show() {
		const asked = read_address(window.location.search, frappe.route_options);
		frappe.route_options = null; // they would narrow the next list that is opened
		listen();
		if (state.is_chosen && !asked.is_chosen && !asked.only) {
			Object.assign(asked, { whose: state.whose, is_chosen: true });
		}
		const is_other = asked.whose !== state.whose || asked.only !== state.only;
		Object.assign(state, asked);
		if (!state.setup) setup_asked = ask_setup();
		if (is_other || Date.now() - shown_on > STALE) await load(!asked.is_chosen && !asked.only);
		remember_address();
	}

	let setup_asked = null;
	const ask_setup = () =>
		service.get_setup().then(
			(setup) => (state.setup = setup),
			() => null
		);

	// Whose day a page begins with that has nothing of one's own: the team's, else everybody's, of who has them.
	async function others() {
		const setup = await setup_asked;
		if (setup?.has_team) return TEAM;
		return setup?.sees_everyone ? EVERYBODY : null;
	}

	let is_listening = false;
	function listen() {
		if (is_listening) return;
		is_listening = true;
		document.addEventListener("visibilitychange", () => {
			const is_stale = Date.now() - shown_on > STALE;
			if (document.visibilityState === "visible" && is_on_screen() && is_stale) load();
		});
	}

	const is_on_screen = () => frappe.get_route()[0] === "crm-today";

	// What is shown stays until the answer is there: nothing jumps, and a row that is done is gone.
	async function load(is_beginning = false) {
		const number = ++load_number;
		state.is_loading = true;
		try {
			const answer = state.only
				? await service.get_part(state.whose, state.only, 0, rows_shown())
				: await service.get_today(state.whose);
			if (number !== load_number) return;
			const whose = is_beginning && answer.parts.every(({ total }) => !total) && (await others());
			if (number !== load_number) return;
			if (whose) return look_at({ whose });
			Object.assign(state, { date: answer.date, parts: answer.parts, problem: null });
			shown_on = Date.now();
		} catch (refusal) {
			if (number === load_number) Object.assign(state, { problem: refusal.message, parts: [] });
		} finally {
			if (number === load_number) state.is_loading = false;
		}
	}

	const rows_shown = () => Math.min(Math.max(MORE, state.parts[0]?.rows.length || 0), 100);

	async function load_more(part) {
		try {
			const answer = await service.get_part(state.whose, part.key, part.rows.length, MORE);
			const known = new Set(part.rows.map(({ name }) => name));
			part.total = answer.parts[0].total;
			part.rows.push(...answer.parts[0].rows.filter(({ name }) => !name || !known.has(name)));
		} catch (refusal) {
			complain(refusal.message);
		}
	}

	// --- what is looked at ---

	function look_at(changes) {
		Object.assign(state, changes, { parts: [] });
		remember_address();
		return load();
	}

	const choose_whose = (whose) => look_at({ whose, is_chosen: true });
	const show_only = (only) => look_at({ only });

	function remember_address() {
		const address = `${window.location.pathname}${query_of(state)}`;
		if (is_on_screen()) window.history.replaceState(window.history.state, "", address);
	}

	function open_list({ doctype, filters }) {
		frappe.route_options = route_options(filters);
		frappe.set_route("List", doctype, "List");
	}

	// --- what is done about a row ---

	const done = (row) =>
		ask_what_happened(row, (values) =>
			act(row, __("{0} is done.", [row.title]), () => service.finish(row.doctype, row.name, values))
		);

	const snooze = (row, part, moment) =>
		act(row, __("{0} is put off.", [row.title]), () =>
			service.snooze(row.doctype, row.name, in_system_time(moment), part.key)
		);

	const snooze_until_picked = (row, part) => ask_for_moment(row, (moment) => snooze(row, part, moment));

	const reassign = (row) =>
		ask_for_user(row, (user) =>
			act(row, __("{0} is given to {1}.", [row.title, user]), async () => {
				const { refused } = await service.reassign(row.doctype, row.name, user);
				if (refused.length) throw new Error(refused[0].reason);
			})
		);

	async function act(row, announcement, work) {
		if (state.busy) return;
		state.busy = row.name;
		try {
			await work();
			announce(announcement);
			frappe.show_alert({ message: frappe.utils.escape_html(announcement), indicator: "green" }, 4);
			await load();
		} catch (refusal) {
			complain(refusal.message);
			await load();
		} finally {
			state.busy = null;
		}
	}

	return {
		state,
		show,
		load,
		load_more,
		choose_whose,
		show_only,
		open_list,
		done,
		snooze,
		snooze_until_picked,
		reassign,
		write_mail,
	};
}
