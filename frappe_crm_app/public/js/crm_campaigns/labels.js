// What the page calls what the server counts, in the order in which people look at it.
import { FollowsWho, RecipientStatus } from "../crm_shared/enums";

export const CHANNELS = ["Email", "SMS", "WhatsApp"];
export const EMAIL = "Email";

/** Figures of a campaign; `of` names the figure that a share is of, `field` the column of the recipients to whom it happened. */
export const FIGURES = [
	{ key: "sent", label: __("Sent"), status: RecipientStatus.SENT },
	{ key: "delivered", label: __("Delivered"), of: "sent", field: "delivered_on" },
	{
		key: "bounced",
		label: __("Came back"),
		of: "sent",
		field: "bounced_on",
		is_bad: true,
		is_mail: true,
	},
	{ key: "clicked", label: __("Clicked"), of: "sent", field: "clicked_on", is_mail: true },
	{ key: "answered", label: __("Answered"), of: "sent", field: "answered_on" },
	{ key: "unsubscribed", label: __("Unsubscribed"), of: "sent", field: "unsubscribed_on", is_bad: true },
	{
		key: "complained",
		label: __("Complained"),
		of: "sent",
		field: "complained_on",
		is_bad: true,
		is_mail: true,
	},
	{ key: "failed", label: __("Failed"), status: RecipientStatus.FAILED, is_bad: true },
	{ key: "unsure", label: __("Unsure"), status: RecipientStatus.UNSURE, is_bad: true },
];

/** Return a share as people read it, `""` where there is nothing to have a share of. */
export function share(part, whole) {
	if (!whole) return "";
	const percent = (100 * part) / whole;
	return percent && percent < 10 ? `${percent.toFixed(1)} %` : `${Math.round(percent)} %`;
}

/** Return how many have been dealt with and how many there are to deal with, without those who were left out. */
export function progress_of(figures) {
	const all = figures.recipients - figures.left_out;
	return { all, done: all - figures.pending - figures.sending };
}

/** Return what somebody did or did not do with a campaign by this channel: links are followed in mails alone. */
export function follows_who_of(channel) {
	const { CLICKED, NOT_CLICKED, ANSWERED, NOT_ANSWERED } = FollowsWho;
	return channel === EMAIL ? [NOT_CLICKED, CLICKED, NOT_ANSWERED, ANSWERED] : [NOT_ANSWERED, ANSWERED];
}
