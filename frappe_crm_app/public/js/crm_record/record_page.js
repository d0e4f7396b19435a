// What the pages of a customer and of a deal have alike: they are loaded, and again after each change; follow-ups are finished on them.
import { ref } from "vue";
import { finish_note } from "../crm_shared/services/records";

/**
 * Return `{page, sections, problem, load, reload, finish}` and begin to load. `get_page` answers the page, `get_sections` what other apps
 * have about the record, which is asked for only where the page names some; `feed` is the timeline, as a reference.
 */
export function use_record_page({ doctype, name, feed, get_page, get_sections }) {
	const page = ref(null);
	const sections = ref([]);
	const problem = ref(null);

	let number_of_loads = 0;
	let last_load = null;
	function load() {
		last_load = load_number(++number_of_loads);
		return last_load;
	}

	// A later question knows more: an answer that it has overtaken is dropped.
	async function load_number(number) {
		const [answer, refusal] = await get_page(name).then(
			(found) => [found, null],
			(reason) => [page.value, reason.message]
		);
		if (number !== number_of_loads) return last_load;
		page.value = answer;
		problem.value = refusal;
	}

	async function load_sections() {
		await load();
		if (page.value?.sections.length) sections.value = await get_sections(name).catch(() => []);
	}

	async function reload() {
		await Promise.all([load(), feed.value?.reload()]);
	}

	async function finish(note) {
		try {
			await finish_note(note.name);
			await reload();
			crm_desk.offer_next_step(doctype, name, reload);
		} catch (refusal) {
			frappe.msgprint({ message: frappe.utils.escape_html(refusal.message), indicator: "red" });
		}
	}

	load_sections();
	return { page, sections, problem, load, reload, finish };
}

/** Return how many rows of a part there are, and how many are shown. */
export const counted = ({ total, rows }) => ({ total, shown: rows.length });
