// A mail that is being written, and the one that was sent last, which can be taken back. The inbox has one of these, and so has the
// desk, for mails about the record that is looked at.
import { reactive } from "vue";
import * as service from "./services/writing";

const AFTER = 300; // milliseconds after those in which it can be taken back, so that it is due for sure
const LEAVING = 4000; // milliseconds that a worker takes, usually
const NOT_SENT = ["Draft", "Failed"];

export const is_unsent = ({ delivery_state }) => NOT_SENT.includes(delivery_state);

/**
 * `changed()` is called when there is another draft or one less, `left()` when a mail should have left; `complain(sentence)` and
 * `announce(sentence)` tell people.
 */
export function create_composing({ changed, left, complain, announce }) {
	const state = reactive({
		letter: null,
		sent: null, // {mail}: what can still be taken back
	});
	let timer = null;

	/** Begin a letter as `ask` answers it; `about` is the record whose fields templates have. */
	async function begin(ask, about = null) {
		try {
			state.letter = service.new_letter({ ...(await ask()), about });
		} catch (refusal) {
			complain(refusal.message);
		}
	}

	const edit_draft = (mail) => begin(() => service.get_draft(mail));

	function close() {
		state.letter = null;
		changed();
	}

	/** Remember what was just sent for as long as it can be taken back; then it leaves at once. */
	function remember_sent(mail, seconds, remarks = []) {
		remarks.forEach((remark) =>
			frappe.show_alert({ message: frappe.utils.escape_html(remark), indicator: "orange" }, 10)
		);
		clearTimeout(timer);
		Object.assign(state, { letter: null, sent: { mail } });
		timer = setTimeout(() => (state.sent = null), seconds * 1000);
		setTimeout(() => hurry(mail), seconds * 1000 + AFTER);
		announce(__("The mail is sent in {0} seconds.", [seconds]));
		changed();
	}

	// Nobody need wait for this: what is not asked for leaves within a minute.
	async function hurry(mail) {
		await service.hurry(mail).catch(() => {});
		setTimeout(left, LEAVING);
	}

	async function undo_send() {
		const { mail } = state.sent;
		state.sent = null;
		clearTimeout(timer);
		try {
			await service.undo_send(mail);
			await edit_draft(mail);
			announce(__("The mail was not sent."));
			changed();
		} catch (refusal) {
			complain(refusal.message);
		}
	}

	return { state, begin, edit_draft, close, remember_sent, undo_send };
}
