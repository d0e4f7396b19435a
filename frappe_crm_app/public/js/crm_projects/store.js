// What the page of a project shows, and does what can be done on it. Components read `state` and call the actions.
import { computed, markRaw, reactive } from "vue";
import { Action, NoteStatus } from "../crm_shared/enums";
import { add_note, set_value } from "../crm_shared/services/records";
import { moved } from "./counts";
import { ask_for_days, show_consequence } from "./dialogs";
import { Grouping, columns_of, rows_of } from "./rows";
import * as service from "./services";
import { told_of } from "./told";

export const PROJECT = "CRM Project";
export const MILESTONE = "CRM Milestone";
export const NOTE = "CRM Follow-up Note";
const VIEWS = ["list", "board", "plan"];
const VIEW = "crm_project_view"; // how this browser shows projects

export function create_project(name, { told }) {
	const state = reactive({
		page: null,
		plan: null,
		problem: null,
		view: asked_view() || remembered().view || "list",
		grouping: remembered().grouping || Grouping.STATUS,
		hides_done: false,
		current: null,
		dragged: null,
		menu: null,
		undo: null,
		is_writing: false,
		announcement: "",
	});

	const may_change = computed(() => Boolean(state.page?.may_change));
	// Whoever takes part works on tasks without changing the plan; of which tasks, the server says.
	const may_work = frappe.model.can_write(NOTE);
	const by_name = computed(() => new Map((state.plan?.tasks || []).map((task) => [task.name, task])));
	const rows = computed(() => (state.plan ? rows_of(state.plan, state.hides_done) : []));
	// Who has a login, and so can be given a task.
	const people = computed(() => {
		const { project, participants } = state.page;
		const found = new Map([[frappe.session.user, frappe.session.user_fullname]]);
		if (project.project_owner) found.set(project.project_owner, project.project_owner_title);
		for (const { user, title } of participants) if (user) found.set(user, title);
		return [...found].map(([user, title]) => ({ user, title: title || user }));
	});
	// Participants without a login, to whom tasks can be given, too: they do them in their room.
	const contacts = computed(() =>
		state.page.participants
			.filter(({ contact, user, title }) => contact && !user && title)
			.map(({ contact, title }) => ({ contact, title }))
	);
	const columns = computed(() => {
		if (!state.plan || !state.page) return [];
		return columns_of(state.plan, by_name.value, state.grouping, people.value, {
			waiting: __("Waiting"),
			open: __("Open"),
			done: __("Done"),
			nobody: __("Nobody"),
			no_milestone: __("Without a milestone"),
		});
	});

	// --- reading ---

	async function load() {
		try {
			const [page, plan] = await Promise.all([service.get_project(name), service.get_plan(name)]);
			Object.assign(state, { page, plan: markRaw(plan), problem: null });
		} catch (refusal) {
			state.problem = refusal.message;
		}
	}

	const load_page = async () => (state.page = await service.get_project(name).catch(() => state.page));

	function show(view) {
		state.view = view;
		remember(state);
	}

	function group(grouping) {
		state.grouping = grouping;
		remember(state);
	}

	// --- writing ---

	let last = Promise.resolve();
	let writing = 0;

	/** Do something that the server may refuse, after what was asked of it before; answers what it says, nothing where it refused. */
	async function write(action) {
		const before = last;
		const mine = (async () => {
			await before;
			return (await action()) ?? {};
		})();
		last = mine.catch(() => {});
		state.is_writing = Boolean((writing += 1));
		try {
			return await mine;
		} catch (refusal) {
			state.announcement = refusal.message;
			frappe.show_alert({ message: frappe.utils.escape_html(refusal.message), indicator: "red" }, 7);
			return null;
		} finally {
			state.is_writing = Boolean((writing -= 1));
		}
	}

	// The task as it will be, until the server has answered.
	function patch(task, values) {
		const tasks = state.plan.tasks.map((each) =>
			each.name === task.name ? { ...each, ...values } : each
		);
		state.plan = markRaw({ ...state.plan, tasks });
	}

	async function tick(task) {
		const is_done = task.status === NoteStatus.DONE;
		const status = is_done ? NoteStatus.OPEN : NoteStatus.DONE;
		patch(task, { status, is_overdue: false });
		const answer = await write(() => service.move_task(task.name, { status }));
		if (!answer) return patch(task, task);
		state.announcement = is_done
			? __("{0} is open again", [task.subject])
			: __("{0} is done", [task.subject]);
		await after_write();
	}

	async function tick_milestone({ name: milestone, title, is_done }) {
		const answer = await write(() => set_value(MILESTONE, milestone, { is_done: Number(!is_done) }));
		if (!answer) return load();
		state.announcement = is_done ? __("{0} is open again", [title]) : __("{0} is done", [title]);
		await after_write(true);
	}

	/** Move a task into a column of the board. */
	async function move(task_name, stage) {
		const task = by_name.value.get(task_name);
		const column = columns.value.find((each) => each.stage === stage);
		if (!column.values) {
			state.announcement = __("{0} cannot be moved to {1}", [task.subject, column.stage_name]);
			frappe.show_alert({ message: frappe.utils.escape_html(state.announcement), indicator: "orange" });
			return;
		}
		const person = people.value.find(({ user }) => user === column.values.assigned_to);
		const titled = "assigned_to" in column.values ? { assigned_to_title: person?.title || null } : {};
		patch(task, { ...column.values, ...titled });
		const answer = await write(() => service.move_task(task_name, column.values));
		if (!answer) return patch(task, task);
		state.announcement = __("{0} moved to {1}", [task.subject, column.stage_name]);
		await after_write();
	}

	async function add_task({ subject, due_on, milestone, assigned_to, contact_assigned }) {
		const scheduled_on = due_on ? moment_due(due_on) : null;
		const person = { assigned_to, contact_assigned };
		const values = { action: Action.TASK, subject, scheduled_on, milestone, ...person };
		const answer = await write(() => add_note(PROJECT, name, without_nothing(values)));
		if (!answer) return false;
		state.announcement = __("{0} was added", [subject]);
		await after_write(true);
		return true;
	}

	async function add_milestone({ title, due_on }) {
		const doc = { doctype: MILESTONE, project: name, ...without_nothing({ title, due_on }) };
		const answer = await write(() => frappe.db.insert(doc));
		if (!answer) return;
		state.announcement = __("{0} was added", [title]);
		await after_write(true);
	}

	const moment_due = (day) => `${day} ${state.plan.calendar.ends}:00`;

	// --- days ---

	/** Ask on which days a task or milestone is to be, and move it. */
	async function ask_days(row) {
		const days = await ask_for_days(row.item, is_task(row));
		if (days) await move_to(row, days);
	}

	/** Move a task or milestone to other days, `{due_on, starts_on}`; what moves with it is shown first. */
	async function move_to(row, days) {
		if (!row.item.due_on) return set_first_day(row, days);
		const wanted = { item: row.key, ...days };
		const found = await write(() => service.get_consequence(name, wanted));
		if (!found) return;
		if (!found.moves.length) {
			state.announcement = __("Nothing moves: this is the next working day there is.");
			return;
		}
		const reached = told_of(state.page, frappe.session.user);
		const choice = found.moves.length > 1 ? await show_consequence(found, reached) : { tell: false };
		if (!choice) return;
		const answer = await write(() => service.reschedule(name, wanted, found.fingerprint, choice.tell));
		if (!answer) return load();
		state.undo = { change: answer.change, sentence: moved(answer.moves), told: answer.told };
		state.announcement = state.undo.sentence;
		await after_write(true);
	}

	// What has no day yet has nothing that depends on it.
	async function set_first_day(row, { due_on, starts_on }) {
		const answer = await write(() =>
			is_task(row)
				? set_value(NOTE, row.key, { scheduled_on: moment_due(due_on), starts_on: starts_on || null })
				: set_value(MILESTONE, row.key, "due_on", due_on)
		);
		if (answer) await after_write(true);
	}

	async function undo() {
		const { change } = state.undo;
		state.undo = null;
		const answer = await write(() => service.undo(change));
		if (!answer) return load();
		state.announcement = answer.left
			? __("{0} were put back; {1} have been changed since and stay.", [answer.undone, answer.left])
			: __("Everything is where it was.");
		frappe.show_alert({ message: state.announcement, indicator: answer.left ? "orange" : "green" });
		await after_write(true);
	}

	async function after_write(is_all = false) {
		await (is_all ? load() : load_page());
		told();
	}

	return {
		name,
		state,
		rows,
		columns,
		people,
		contacts,
		by_name,
		may_change,
		may_work,
		load,
		show,
		group,
		tick,
		tick_milestone,
		move,
		add_task,
		add_milestone,
		ask_days,
		move_to,
		undo,
		write,
		after_write,
	};
}

export const is_task = ({ kind }) => kind === "task";

const without_nothing = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));

// A link may say how the project is shown: `?view=plan`.
function asked_view() {
	const view = new URLSearchParams(window.location.search).get("view");
	return VIEWS.includes(view) ? view : null;
}

function remembered() {
	try {
		return JSON.parse(window.localStorage.getItem(VIEW)) || {};
	} catch {
		return {};
	}
}

function remember({ view, grouping }) {
	try {
		window.localStorage.setItem(VIEW, JSON.stringify({ view, grouping }));
	} catch {
		// a browser that keeps nothing shows the list again
	}
}
