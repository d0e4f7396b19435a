import { computed, reactive } from "vue";
import { announcer } from "../crm_shared/announcing";
import { asking_before_leaving } from "../crm_shared/unsaved";
import { NEW, read_address } from "./address";
import * as service from "./services/rules";
import { group_of, json_of_group, json_of_steps, steps_of, without_content } from "./tree";

const FIRST_TYPE = "CRM Sales Deal";
const CHECK_AFTER = 700; // milliseconds after the last change
const PLAIN = [
	"title",
	"is_enabled",
	"record_type",
	"trigger_type",
	"event_kind",
	"date_field",
	"days",
	"cron",
	"button_label",
	"how_often",
	"counts_bulk",
	"may_follow_itself",
	"priority",
	"most_runs_a_minute",
];
// What only one way to begin asks for; of the others nothing is kept.
const OF_TRIGGER = {
	event_kind: "Event",
	date_field: "Date",
	days: "Date",
	cron: "Schedule",
	button_label: "Button",
};
const BLANK = {
	title: "",
	is_enabled: 0,
	record_type: FIRST_TYPE,
	trigger_type: "Event",
	event_kind: null,
	date_field: null,
	days: 0,
	cron: null,
	button_label: null,
	how_often: "Every Time",
	counts_bulk: 0,
	may_follow_itself: 0,
	priority: 10,
	most_runs_a_minute: 60,
	conditions: { all: [] },
	steps: [],
};

// Holds the list of rules and the one that is open. Components read `state` and call the actions.
export function create_rules() {
	const state = reactive({
		rules: [],
		templates: [],
		can_write: false,
		days: 30,
		is_loading: true,
		problem: null,
		open: null, // the address's name of the open rule
		opened: 0, // how often one was opened: a rule that gets its name stays open
		rule: null,
		group: null,
		steps: [],
		kept: "", // as the server has it
		stored: {}, // what the engine says of it
		secret: "",
		catalog: null,
		types: {},
		problems: [],
		sentence: null,
		is_saving: false,
		refusal: null,
		announcement: "",
	});
	const { announce, complain } = announcer(state);
	const catalogs = {};
	let has_loaded = false;

	// --- the page ---

	async function show() {
		listen();
		frappe.route_options = null; // they would narrow the next list that is opened
		if (!has_loaded) await load();
		const asked = read_address(window.location.pathname); // as it is by now
		if (asked === state.open) return;
		if (state.open && is_dirty.value) return ask_before_leaving(asked);
		await open(asked);
	}

	const listen = asking_before_leaving(() => is_dirty.value);

	async function load() {
		state.is_loading = true;
		try {
			Object.assign(state, await service.get_rules(), { problem: null });
			has_loaded = true;
		} catch (refusal) {
			state.problem = refusal.message;
		} finally {
			state.is_loading = false;
		}
	}

	const route = (name) => (name ? frappe.set_route("crm-rules", name) : frappe.set_route("crm-rules"));

	// --- the open rule ---

	let pending = null; // what a new rule begins with

	async function open(name) {
		forget();
		Object.assign(state, { open: name, opened: state.opened + 1 });
		if (!name) return load();
		try {
			const rule = name === NEW ? { ...BLANK, ...pending } : await service.get_rule(name);
			if (state.open === name) await take(rule);
		} catch (refusal) {
			state.refusal = refusal.message;
		}
		pending = null;
	}

	function forget() {
		clearTimeout(timer);
		Object.assign(state, { rule: null, group: null, steps: [], stored: {}, kept: "", secret: "" });
		Object.assign(state, { problems: [], sentence: null, refusal: null });
	}

	async function take(rule) {
		await learn(rule.record_type);
		state.rule = Object.fromEntries(PLAIN.map((name) => [name, rule[name] ?? BLANK[name]]));
		state.group = group_of(rule.conditions);
		state.steps = steps_of(rule.steps, state.types);
		state.stored = rule.name ? rule : {};
		state.secret = "";
		state.kept = rule.name || !rule.title ? written.value : "";
		refresh_sentence();
	}

	async function learn(record_type) {
		catalogs[record_type] ??= await service.get_catalog(record_type);
		state.catalog = catalogs[record_type];
		state.types = Object.fromEntries(state.catalog.steps.map((step) => [step.key, step]));
	}

	const of_trigger = () =>
		Object.fromEntries(
			Object.entries(OF_TRIGGER)
				.filter(([, trigger]) => trigger !== state.rule.trigger_type)
				.map(([name]) => [name, BLANK[name]])
		);
	const as_given = () => ({
		...state.rule,
		...of_trigger(),
		conditions: json_of_group(state.group),
		steps: json_of_steps(state.steps, state.types),
		...(state.secret ? { webhook_secret: state.secret } : {}),
	});
	const written = computed(() => (state.rule ? JSON.stringify(as_given()) : ""));
	const is_dirty = computed(() => Boolean(state.rule) && written.value !== state.kept);

	/** What `proof` takes: the rule without what is only of its list, and by its name as whom it acts. */
	function defining() {
		const { title, is_enabled, priority, most_runs_a_minute, webhook_secret, ...rest } = as_given();
		void [title, is_enabled, priority, most_runs_a_minute, webhook_secret];
		return state.stored.name ? { ...rest, name: state.stored.name } : rest;
	}

	async function choose_type(record_type) {
		const rule = without_content({ ...as_given(), record_type });
		const { stored, kept, secret } = state;
		await take(rule);
		Object.assign(state, { stored, kept, secret });
	}

	// --- what it says, and what is wrong with it ---

	let timer = null;
	let check_number = 0;
	function refresh_sentence() {
		clearTimeout(timer);
		timer = setTimeout(() => check(false), CHECK_AFTER);
	}

	// What is wrong is said once somebody has tried to save; then as they mend it.
	async function check(says_all) {
		if (!state.rule) return [];
		const number = ++check_number;
		const asked_for = state.open;
		try {
			const { sentence, problems } = await service.check(as_given());
			if (number !== check_number || asked_for !== state.open) return problems;
			state.sentence = sentence;
			if (says_all || state.problems.length) state.problems = problems;
			return problems;
		} catch (refusal) {
			if (says_all) state.refusal = refusal.message;
			return null;
		}
	}

	const problem_at = (part, place = "") =>
		state.problems.find((problem) => problem.part === part && problem.place === place)?.message;

	// --- keeping ---

	async function save() {
		if (state.is_saving || !state.rule) return false;
		Object.assign(state, { is_saving: true, refusal: null });
		try {
			const { name, modified } = state.stored;
			const rule = await service.save(as_given(), name, modified);
			const was_new = !name;
			await take(rule);
			state.problems = [];
			if (was_new) {
				state.open = rule.name;
				route(rule.name);
			}
			say(__("{0} is saved.", [rule.title]));
			await load();
			return true;
		} catch (refusal) {
			state.problems = refusal.problems;
			if (!refusal.problems.length) state.refusal = refusal.message;
			announce(refusal.message);
			return false;
		} finally {
			state.is_saving = false;
		}
	}

	// Turning on keeps what was changed; turning off needs nothing to be right.
	async function turn_open(is_on) {
		if (is_on || !state.stored.name) {
			const before = state.rule.is_enabled;
			state.rule.is_enabled = Number(is_on);
			if (!(await save())) state.rule.is_enabled = before;
			return;
		}
		const was_dirty = is_dirty.value;
		const row = await turn(state.stored, false);
		if (!row) return;
		state.rule.is_enabled = 0;
		state.stored = { ...state.stored, modified: row.modified };
		if (!was_dirty) state.kept = written.value;
		else state.kept = state.kept.replace('"is_enabled":1', '"is_enabled":0');
	}

	async function turn(rule, is_on) {
		try {
			const row = await service.turn(rule.name, is_on);
			state.rules = state.rules.map((each) => (each.name === row.name ? row : each));
			say(is_on ? __("{0} is on.", [row.title]) : __("{0} is off.", [row.title]));
			return row;
		} catch (refusal) {
			complain(refusal.message);
			return null;
		}
	}

	function begin(rule) {
		pending = rule || null;
		route(NEW);
	}

	/** Begin another rule that says the same. */
	async function duplicate() {
		const copy = {
			...as_given(),
			title: __("{0} (copy)", [state.rule.title]),
			is_enabled: 0,
			webhook_secret: undefined,
		};
		if (is_dirty.value && !(await confirmed())) return;
		state.kept = written.value;
		begin(copy);
	}

	function remove() {
		frappe.confirm(__("Delete {0}?", [frappe.utils.escape_html(state.rule.title)]), async () => {
			try {
				await service.remove(state.stored.name);
				say(__("The rule is deleted."));
				state.kept = written.value;
				route(null);
			} catch (refusal) {
				state.refusal = refusal.message;
			}
		});
	}

	// --- leaving ---

	function ask_before_leaving(asked) {
		const here = state.open;
		confirmed().then((may_go) => (may_go ? open(asked) : route(here)));
	}

	function confirmed() {
		return new Promise((resolve) => {
			const dialog = new frappe.ui.Dialog({
				title: __("Leave without saving?"),
				fields: [
					{
						fieldtype: "HTML",
						options: `<p>${__("What you have changed in this rule is not saved yet.")}</p>`,
					},
				],
				primary_action_label: __("Keep Editing"),
				primary_action: () => dialog.hide(),
				secondary_action_label: __("Leave"),
				secondary_action: () => {
					resolve(true);
					dialog.hide();
				},
			});
			dialog.on_hide = () => resolve(false);
			dialog.show();
		});
	}

	function say(text) {
		announce(text);
		frappe.show_alert({ message: frappe.utils.escape_html(text), indicator: "green" }, 4);
	}

	return {
		state,
		is_dirty,
		written,
		show,
		load,
		route,
		begin,
		save,
		turn,
		turn_open,
		duplicate,
		remove,
		choose_type,
		check,
		refresh_sentence,
		problem_at,
		defining,
		announce,
	};
}
