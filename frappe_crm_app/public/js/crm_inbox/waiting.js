// For how long somebody has been waiting for an answer.
import { days_since, plural } from "../crm_shared/format";

/** Return it in words, of days of the user's calendar. */
export function waiting_words(since) {
	return plural(Math.max(days_since(since), 1), "Unanswered for a day", "Unanswered for {0} days");
}
