// One's calendar feeds: addresses under which calendar programs read one's calendar.
import { end_feed, get_feeds, make_feed, renew_feed } from "./services/meetings";

/** Show the feeds of whoever looks; a new address is shown once. */
export async function show_feeds() {
	const feeds = await get_feeds();
	const dialog = new frappe.ui.Dialog({
		title: __("Calendar Feeds"),
		fields: [{ fieldname: "feeds", fieldtype: "HTML" }],
		primary_action_label: __("Subscribe to My Calendar"),
		primary_action: async () => {
			const { url } = await make_feed();
			tell(url);
			fill(dialog);
		},
	});
	dialog.show();
	draw(dialog, feeds);
	return dialog;
}

async function fill(dialog) {
	draw(dialog, await get_feeds());
}

function draw(dialog, feeds) {
	const place = dialog.fields_dict.feeds.$wrapper.empty();
	place.append(
		$("<p>").text(
			__(
				"A calendar program that is given such an address shows your follow-ups, events and closings. Whoever has it sees them."
			)
		)
	);
	for (const feed of feeds) place.append(row(dialog, feed));
}

function row(dialog, feed) {
	const since = feed.fetched_on
		? __("last fetched {0}", [frappe.datetime.comment_when(feed.fetched_on, true)])
		: __("not fetched yet");
	const line = $(`<div class="crm-feed"></div>`).append(
		$("<span>").text(`${feed.title || ""}, `),
		$("<span>").html(since)
	);
	const button = (label, work) =>
		$(`<button type="button" class="btn btn-default btn-xs"></button>`)
			.text(label)
			.attr("aria-label", `${label}: ${feed.title || ""}`)
			.on("click", async () => {
				await work();
				fill(dialog);
			})
			.appendTo(line);
	button(__("New Address"), async () => tell((await renew_feed(feed.name)).url));
	button(__("End"), () => end_feed(feed.name));
	return line;
}

function tell(url) {
	const dialog = new frappe.ui.Dialog({
		title: __("Address of the feed"),
		fields: [
			{
				fieldname: "url",
				fieldtype: "Small Text",
				label: __("Address"),
				default: url,
				description: __(
					"It is shown this once only. Enter it in your calendar program as a calendar to subscribe to."
				),
			},
		],
		primary_action_label: __("Copy"),
		primary_action: () => frappe.utils.copy_to_clipboard(url),
	});
	dialog.show();
}
