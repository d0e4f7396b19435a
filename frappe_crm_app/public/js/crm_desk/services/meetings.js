// Calls of the server about events, the one calendar, feeds and rooms.
import { get_in_desk, post_in_desk } from "../../crm_shared/services/request";

const EVENTS = "frappe_crm_app.work.events";
const CALENDAR = "frappe_crm_app.screens.calendar.api";

export const invite = (event) => post_in_desk(`${EVENTS}.api.invite`, { event });
export const respond = (event, status) => post_in_desk(`${EVENTS}.api.respond`, { event, status });
export const make_room = (room) => post_in_desk(`${EVENTS}.room.api.make_link`, room);
export const end_room = (link) => post_in_desk(`${EVENTS}.room.api.end_link`, { link });
/** Answer the links to rooms of a project or event, `{project}` or `{event}`, that are open, `[{name, contact, expires_on, views, viewed_on}]`. */
export async function get_rooms(of) {
	const rooms = await frappe.db.get_list("CRM Room Link", {
		filters: { ...of, expires_on: [">=", frappe.datetime.get_today()] },
		fields: ["name", "contact", "expires_on", "revoked_on", "views", "viewed_on"],
		order_by: "creation asc",
		limit: 1000,
	});
	return rooms.filter(({ revoked_on }) => !revoked_on);
}
export const get_feeds = () => get_in_desk(`${EVENTS}.feeds.api.get_feeds`);
export const make_feed = (project) => post_in_desk(`${EVENTS}.feeds.api.make`, { project });
export const renew_feed = (feed) => post_in_desk(`${EVENTS}.feeds.api.renew`, { feed });
export const end_feed = (feed) => post_in_desk(`${EVENTS}.feeds.api.end`, { feed });
export const get_offered = () => get_in_desk(`${CALENDAR}.get_offered`);
export const move = (dropped) => post_in_desk(`${CALENDAR}.move`, dropped);
