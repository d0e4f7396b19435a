// For how long somebody has been waiting for an answer.
import { days_since } from "../crm_shared/format";

/** Return the days of the user's calendar, none where nobody waits. */
export const waiting_days = (since) => (since ? days_since(since) : 0);
