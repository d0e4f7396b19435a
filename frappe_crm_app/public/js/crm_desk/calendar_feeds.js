// One's calendar feeds: addresses under which calendar programs read one's calendar, or that of one project.
import { name_for_readers } from "../crm_shared/dialog_names";
import { copied_field } from "./copied_field";
import { element } from "./elements";
import { end_feed, get_feeds, make_feed, renew_feed } from "./services/meetings";

/** Show the feeds of whoever looks, all of them, or those of a project, `{name, title}`; a new address is shown once. */
export async function show_feeds(project = null) {
	const state = { feeds: [], made: null };
	const dialog = new frappe.ui.Dialog({
		title: project ? __("Calendar Feed of the Project") : __("Calendar Feeds"),
		fields: [{ fieldname: "feeds", fieldtype: "HTML" }],
		primary_action_label: project ? __("Subscribe to This Project") : __("Subscribe to My Calendar"),
		primary_action: () => act(() => make_feed(project?.name)),
	});
	const [place] = dialog.fields_dict.feeds.$wrapper;
	const load = async () => {
		const feeds = await get_feeds();
		state.feeds = project ? feeds.filter((feed) => feed.project === project.name) : feeds;
		place.replaceChildren(
			element("p", {}, words(project)),
			...state.feeds.map((feed) => row(feed, state.made, act))
		);
	};
	const act = async (work) => {
		try {
			state.made = (await work()) || null;
			await load();
			place.querySelector(".crm-copied input")?.select();
		} catch {
			// what is refused, the desk says
		}
	};
	dialog.show();
	name_for_readers(dialog);
	await load();
	return dialog;
}

const words = (project) =>
	project
		? __(
				"A calendar program that is given such an address shows what you see of this project: its milestones, tasks and events. Whoever has it sees them."
			)
		: __(
				"A calendar program that is given such an address shows your follow-ups, events and closings. Whoever has it sees them."
			);

function row(feed, made, act) {
	const title = feed.title || "";
	const button = (label, name, work) =>
		element(
			"button",
			{
				type: "button",
				class: "btn btn-default btn-xs",
				"aria-label": name,
				onclick: () => act(work),
			},
			label
		);
	return element(
		"div",
		{ class: "crm-feed" },
		element("span", {}, title),
		element("span", { class: "text-muted" }, last_fetched(feed)),
		button(__("New Address"), __("New address for {0}; the former leads nowhere", [title]), () =>
			renew_feed(feed.name)
		),
		button(__("End"), __("End the feed {0}", [title]), () => end_feed(feed.name)),
		made?.name === feed.name ? copied_field(made.url) : null
	);
}

function last_fetched({ fetched_on }) {
	if (!fetched_on) return __("not fetched yet");
	return __("last fetched {0}", [frappe.utils.html2text(frappe.datetime.comment_when(fetched_on, true))]);
}
