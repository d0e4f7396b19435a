// The page: shows what the phone keeps at once, then what the server says; sends what was noted as soon as it can.

import { containing, day_lists, list } from "./day.js";
import { button, element } from "./elements.js";
import { clock } from "./moments.js";
import * as queue from "./queue.js";
import * as services from "./services.js";
import { ask, open_sheet } from "./sheet.js";
import * as storage from "./storage.js";
import { say, say_number, texts } from "./texts.js";
import { waiting_list } from "./waiting.js";

const LOGIN = "/login?redirect-to=/crm-go";
const TODAY = "/app/crm-today";
const PAUSE = 30_000; // milliseconds between two tries to send
const TYPING = 300; // milliseconds
const FINISH = "finish";

export class App {
	constructor(page) {
		this.page = page;
		this.me = null;
		this.asked = this.answered = 0; // how often for the day
		this.rows = [];
		this.opened = [];
		this.items = [];
		this.found = null;
		this.is_online = true;
		this.is_over = false;
	}

	async start() {
		this.draw();
		await this.leave_others_alone();
		await this.read();
		this.listen();
		await this.refresh();
	}

	/** Forget what is nobody's, and all where the cookies say that somebody else is logged in; one that is missing says nothing. */
	async leave_others_alone() {
		const owner = (await storage.fact("me"))?.user;
		if (!owner) return storage.empty();
		const cookie = document.cookie.match(/(?:^|; )user_id=([^;]*)/)?.[1];
		if (cookie && decodeURIComponent(cookie) !== owner) await storage.wipe();
	}

	async read() {
		this.me = await storage.fact("me");
		if (this.me) services.belongs_to(this.me.user);
		this.rows = (await storage.all(storage.ROWS)).sort((one, other) => one.due.localeCompare(other.due));
		this.opened = await storage.all(storage.OPENED);
		this.items = await queue.entries();
		this.show();
	}

	listen() {
		const again = () => document.hidden || this.refresh();
		window.addEventListener("online", again);
		window.addEventListener("offline", () => this.tell_offline());
		document.addEventListener("visibilitychange", again);
		setInterval(() => this.items.some((item) => item.state === queue.WAITING) && this.refresh(), PAUSE);
	}

	/** Send what waits and fetch the day; each by itself may find that there is no net, or no session any more. */
	async refresh() {
		if (this.is_over) return;
		await this.trying(async () => {
			if (!this.me) await this.fetch_day();
			if (await queue.sync()) await this.tell_of_sent();
			await this.fetch_day();
			this.is_online = true;
		});
		if (!this.is_over) await this.read();
	}

	async tell_of_sent() {
		const is_left = (await queue.entries()).length;
		this.announce(is_left ? "" : texts.saved); // what is left says why
	}

	async fetch_day() {
		const turn = ++this.asked;
		const { rows, user, full_name, can_log, total } = await services.get_day();
		if (this.is_over || turn < this.answered) return; // all was wiped meanwhile, or this is older than what is shown
		this.answered = turn;
		const me = { user, full_name, can_log, beyond: total - rows.length, fetched_on: Date.now() };
		services.belongs_to(user);
		await storage.put_fact("me", me);
		await storage.replace(storage.ROWS, rows);
		this.me = me;
	}

	/** Do something that asks the server; return whether it was answered. */
	async trying(work) {
		try {
			await work();
			return true;
		} catch (failed) {
			if (failed instanceof services.LoggedOut) await this.end(await this.count_unsent());
			else if (failed instanceof services.Unreachable) this.tell_offline();
			else this.announce((failed instanceof services.Refused && failed.message) || texts.failed);
			return false;
		}
	}

	/** Forget everything and show where to log in. */
	async end(lost) {
		this.is_over = true;
		await storage.wipe_for_good();
		document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
		this.page.replaceChildren(
			element("h1", {}, texts.heading),
			element("p", { role: "status" }, texts.logged_out),
			lost && element("p", { className: "g-error" }, say_number("lost", lost)),
			element("p", {}, element("a", { href: LOGIN, className: "g-button" }, texts.log_in))
		);
	}

	async count_unsent() {
		return (await queue.entries().catch(() => [])).length;
	}

	async log_out() {
		const lost = await this.count_unsent();
		const leave = async () => {
			const leaving = services.log_out();
			await this.end(0);
			if (!(await leaving)) window.addEventListener("online", () => services.log_out(), { once: true });
		};
		if (lost) ask(say_number("lose", lost), texts.log_out, leave);
		else await leave();
	}

	/** Open the sheet of a row or record; what was found by the server is fetched, and kept, first. */
	async open(record) {
		if (record.is_found) {
			const is_there = await this.trying(async () => {
				const fetched = await services.open_record(record);
				if (this.is_over) throw new services.LoggedOut();
				record = { ...fetched, id: `${fetched.doctype}/${fetched.name}`, opened_on: Date.now() };
				await storage.put_opened(record);
				this.opened = await storage.all(storage.OPENED);
			});
			if (!is_there) return;
		}
		const save = (entry) => this.save(record, entry);
		open_sheet(record, { can_log: this.me?.can_log, save, saved: () => this.tell_of_saved() });
	}

	async save(record, entry) {
		const seen = entry.kind === FINISH ? record.version : "";
		const about = { title: record.title, finishes: entry.kind === FINISH };
		await queue.add({ ...entry, doctype: record.doctype, name: record.name, seen }, about);
	}

	async tell_of_saved() {
		this.announce(navigator.onLine && this.is_online ? texts.saved : texts.saved_offline);
		await this.read_and_refresh();
	}

	/** Show at once what was done here, and then what the server says. */
	async read_and_refresh() {
		await this.read();
		await this.refresh();
	}

	draw() {
		this.status = element("p", { className: "g-status g-quiet" });
		this.live = element("p", { className: "g-live", role: "status" });
		this.waiting = element("div");
		this.lists = element("div");
		this.results = element("div");
		this.search = element("input", {
			type: "search",
			id: "g-search",
			autocomplete: "off",
			oninput: () => this.type(),
		});
		this.page.replaceChildren(
			element(
				"header",
				{ className: "g-head" },
				element("h1", {}, texts.heading),
				element("a", { href: TODAY, className: "g-button" }, texts.desk),
				button(texts.log_out, () => this.log_out())
			),
			this.status,
			this.live,
			this.waiting,
			element("label", { htmlFor: "g-search" }, texts.search),
			this.search,
			this.results,
			this.lists
		);
	}

	show() {
		const finished = new Set(
			this.items.filter((item) => item.about.finishes).map((item) => item.content.name)
		);
		const rows = this.rows.filter((row) => !finished.has(row.name));
		const open = (record) => this.open(record);
		this.status.textContent = this.said_of_net();
		this.waiting.replaceChildren(
			...[waiting_list(this.items, () => this.read_and_refresh())].filter(Boolean)
		);
		const total = rows.length + (this.me?.beyond || 0);
		this.lists.replaceChildren(...(this.me ? day_lists(rows, total, open) : []));
		this.show_results(rows, open);
	}

	said_of_net() {
		if (!window.isSecureContext) return texts.insecure;
		if (this.is_online) return this.me ? texts.online : "";
		return this.me ? say("offline", clock(this.me.fetched_on || Date.now())) : texts.offline_empty;
	}

	/** What is kept here is found at once; what the server finds stands below it. */
	show_results(rows, open) {
		const text = this.search.value.trim();
		this.lists.hidden = Boolean(text);
		if (!text) return this.results.replaceChildren();
		const here = containing([...rows, ...this.opened], text);
		const lists = here.length ? [list(texts.on_this_phone, here, open)] : [];
		const known = new Set(here.map((record) => record.name));
		const found = (this.found || []).filter((record) => !known.has(record.name));
		if (found.length) lists.push(list(texts.found, found, open));
		if (!lists.length) {
			const sentence = this.is_online ? texts.nothing_found : texts.nothing_found_here;
			lists.push(element("p", { className: "g-empty" }, sentence));
		}
		this.results.replaceChildren(...lists);
	}

	type() {
		this.found = null;
		this.show();
		clearTimeout(this.typing);
		this.typing = setTimeout(() => this.ask_server(this.search.value.trim()), TYPING);
	}

	async ask_server(text) {
		if (text.length < 2) return;
		await this.trying(async () => {
			const groups = await services.search(text);
			if (text !== this.search.value.trim()) return;
			this.found = groups.flatMap(({ doctype, rows }) =>
				rows.map(({ name, title, detail }) => ({ doctype, name, title, detail, is_found: true }))
			);
			this.is_online = true;
			this.show();
		});
	}

	tell_offline() {
		this.is_online = false;
		this.show();
	}

	announce(sentence) {
		this.live.textContent = sentence;
	}
}
