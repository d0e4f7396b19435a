import { computed, markRaw, reactive } from "vue";
import { announcer } from "../crm_shared/announcing";
import * as counts from "./counts";
import {
	address_of,
	is_narrowed,
	is_same_filter,
	read_address,
	without_narrowing,
	write_address,
} from "./address";
import { create_live, is_on_screen } from "./live";
import { create_moves } from "./moves";
import * as ordering from "./ordering";
import { MOST_SELECTED, range, selected_cards, toggled } from "./selection";
import * as service from "./services/board";
import { create_views } from "./views";
import { load_settings, save_settings } from "./services/settings";

const STALE = 10 * 60 * 1000; // a board that was out of sight for longer is loaded anew

// Holds what the board shows, and does what can be done on it. Components read `state` and call the actions.
export function create_board(page) {
	const state = reactive({
		setup: null,
		pipeline: null,
		tracks: null,
		doctype: null,
		currency: null,
		can_write: false,
		can_create: false,
		sees_everyone: false,
		has_hidden: false,
		columns: [],
		filters: {},
		is_loading: true,
		problem: null,
		open_card: null,
		dragged: null,
		menu: null,
		won: null,
		selected: [],
		anchor: null,
		undo: null,
		card_fields: [],
		own_views: {},
		returned: 0,
		announcement: "",
	});
	const { announce, complain } = announcer(state);
	let settings = null;
	let shown_on = 0;
	let load_number = 0;
	let starting = null;

	// --- loading ---

	async function show() {
		const address = read_address();
		frappe.route_options = null; // they would narrow the next list that is opened
		live.listen();
		if (!state.setup) return (starting = starting || start(address).finally(() => (starting = null)));
		const is_other = address.pipeline && address.pipeline !== state.pipeline;
		const has_filters = Object.keys(address.filters).length > 0;
		const is_filtered = has_filters && !is_same_filter(with_own_cards(address.filters), state.filters);
		if (is_other || is_filtered) {
			Object.assign(state, {
				pipeline: address.pipeline || state.pipeline,
				filters: with_own_cards(address.filters),
			});
			return load();
		}
		if (address.card) state.open_card = address.card;
		remember_address();
		come_back();
	}

	// The board is as it was left; what may have been changed on the page of the open card is read anew.
	function come_back() {
		state.returned += 1;
		if (is_stale()) return load();
		if (state.open_card) refresh_cards([state.open_card]);
	}

	async function start(address) {
		try {
			[state.setup, settings] = await Promise.all([service.get_setup(), load_settings()]);
		} catch (refusal) {
			return fail(refusal);
		}
		state.own_views = settings.views || {};
		state.pipeline = address.pipeline || saved_pipeline() || state.setup.pipelines[0]?.name;
		const has_filters = Object.keys(address.filters).length > 0;
		state.filters = has_filters ? with_own_cards(address.filters) : saved_filters();
		state.open_card = address.card;
		await load();
	}

	const saved_pipeline = () =>
		state.setup.pipelines.find((pipeline) => pipeline.name === settings.pipeline)?.name;
	const saved_filters = () => ({ ...settings.filters?.[state.pipeline] });

	// What cards show is a person's choice: an address that says nothing of it leaves it as it is.
	function with_own_cards(filters) {
		const { cards } = frappe.model.user_settings["CRM Pipeline"]?.board?.filters?.[state.pipeline] || {};
		return cards ? { cards, ...filters } : filters;
	}

	async function load() {
		const number = ++load_number;
		state.is_loading = true;
		state.problem = null;
		try {
			const board = await service.get_board(state.pipeline, state.filters);
			if (number !== load_number) return;
			take(board);
		} catch (refusal) {
			if (number === load_number) fail(refusal);
		}
	}

	function take(board) {
		const { columns, ...rest } = board;
		Object.assign(state, rest, { is_loading: false });
		state.columns = columns.map((column) => ({
			...column,
			cards: column.cards.map(markRaw),
			is_loading: false,
		}));
		state.selected = selected_cards(state.columns, state.selected).map(({ name }) => name);
		shown_on = Date.now();
		page.set_title(board.pipeline_name);
		remember_address();
		service.watch(state.pipeline).catch(() => {});
	}

	function fail(refusal) {
		Object.assign(state, { is_loading: false, problem: refusal.message, columns: [] });
	}

	async function load_more(column) {
		if (column.is_loading || !column.next_cursor) return;
		column.is_loading = true;
		try {
			const cursor = column.next_cursor;
			const more = await service.get_column(state.pipeline, column.stage, cursor, state.filters);
			if (column.next_cursor !== cursor) return; // the board was loaded anew meanwhile
			const known = new Set(column.cards.map((card) => card.name));
			column.cards.push(...more.cards.filter((card) => !known.has(card.name)).map(markRaw));
			column.next_cursor = more.next_cursor;
		} catch (refusal) {
			complain(refusal.message);
		} finally {
			column.is_loading = false;
		}
	}

	// --- what is looked at ---

	function choose_pipeline(name) {
		state.pipeline = name;
		state.open_card = null;
		return filter_by({ ...frappe.model.user_settings["CRM Pipeline"]?.board?.filters?.[name] });
	}

	function filter(changes) {
		const filters = { ...state.filters, ...changes };
		for (const [name, value] of Object.entries(filters)) {
			if (value === "" || value === null || value === undefined) delete filters[name];
		}
		return filter_by(filters);
	}

	const clear_filters = () => filter_by(without_narrowing(state.filters));

	// The address says at once what was chosen, so that it can be copied while the board is still on its way.
	function filter_by(filters) {
		state.filters = filters;
		save_settings(state.pipeline, filters);
		remember_address();
		return load();
	}

	function open(name) {
		state.open_card = name;
		remember_address();
	}

	// An answer may come after the person went on to another page, whose address is not the board's to change.
	function remember_address() {
		if (is_on_screen()) write_address(state.pipeline, state.filters, state.open_card);
	}

	const link = () => window.location.origin + address_of(state.pipeline, state.filters, state.open_card);

	// --- what is selected: cards that are in sight ---

	const is_selected = (name) => state.selected.includes(name);

	function select(names, is_added = false) {
		const known = is_added ? state.selected.filter((name) => !names.includes(name)) : state.selected;
		const chosen = toggled(known, names);
		if (chosen.length > MOST_SELECTED) {
			return complain(__("At most {0} cards are selected at once.", [MOST_SELECTED]));
		}
		state.selected = chosen;
		state.anchor = names[names.length - 1];
		announce(counts.selected(chosen.length));
	}

	// From the card that was selected last to this one, where both stand in one column.
	function select_to(name) {
		const { column } = moves.place_of(name);
		select(range(column.cards, state.anchor, name), true);
	}

	const deselect = () => Object.assign(state, { selected: [], anchor: null });

	// Shows these cards as they are now, wherever they are; answers them by name.
	async function refresh_cards(names) {
		const { pipeline, filters } = state;
		let changes;
		try {
			changes = await service.get_changes(pipeline, names, filters);
		} catch {
			return;
		}
		if (pipeline !== state.pipeline || filters !== state.filters) return;
		const present = new Map(changes.cards.map((card) => [card.name, markRaw(card)]));
		for (const name of names.filter((name) => !moves.is_moving(name))) {
			ordering.replace(state.columns, name, present.get(name), filters.sort);
		}
		ordering.set_totals(state.columns, changes.totals);
		return present;
	}

	const is_stale = () => Date.now() - shown_on > STALE;
	const views = create_views({ state, filter_by, complain });
	const moves = create_moves({ state, refresh_cards, announce, complain });
	const live = create_live({ state, load, is_stale, is_moving: moves.is_moving, refresh_cards });

	const groups = computed(() => ordering.grouped(state.columns));
	const has_filters = computed(() => is_narrowed(state.filters));
	const chosen = computed(() => selected_cards(state.columns, state.selected));
	// Cards with more than a chip have a line for them, all of one height.
	const has_chips = computed(() =>
		state.columns.some((column) => column.cards.some((card) => card.chips?.length > 1))
	);
	const total = computed(() => state.columns.reduce((sum, column) => sum + column.count, 0));

	return {
		state,
		groups,
		has_filters,
		total,
		show,
		load,
		load_more,
		choose_pipeline,
		filter,
		clear_filters,
		open,
		link,
		...moves,
		views,
		has_chips,
		chosen,
		is_selected,
		select,
		select_to,
		deselect,
		refresh_cards,
		announce,
		complain,
	};
}
