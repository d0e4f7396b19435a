// For how long somebody has been waiting for an answer.
import { days_since } from "../crm_shared/format";

/** Return it in words, of days of the user's calendar. */
export function waiting_words(since) {
	const days = days_since(since);
	return days > 1 ? __("Unanswered for {0} days", [days]) : __("Unanswered for a day");
}
