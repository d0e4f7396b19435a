import { reactive } from "vue";
import { get_contact_tabs } from "../crm_shared/services/records";

// What stands in a contact's tabs: asked for by the first that is looked at, and shared by all.
export function create_tabs(contact) {
	const state = reactive({ answer: null, problem: null });
	let asked = null;

	async function ask() {
		try {
			state.answer = await get_contact_tabs(contact);
			state.problem = null;
		} catch (refusal) {
			state.problem = refusal.message;
		}
	}

	return { contact, state, load: () => (asked = asked || ask()), reload: ask };
}
