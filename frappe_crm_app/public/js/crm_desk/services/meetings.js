// Calls of the server about events, the one calendar, feeds and rooms.
import { get_in_desk, post_in_desk } from "../../crm_shared/services/request";

const EVENTS = "frappe_crm_app.work.events";
const CALENDAR = "frappe_crm_app.screens.calendar.api";

export const invite = (event) => post_in_desk(`${EVENTS}.api.invite`, { event });
export const respond = (event, status) => post_in_desk(`${EVENTS}.api.respond`, { event, status });
export const make_room = (room) => post_in_desk(`${EVENTS}.room.api.make_link`, room);
export const get_feeds = () => get_in_desk(`${EVENTS}.feeds.api.get_feeds`);
export const make_feed = () => post_in_desk(`${EVENTS}.feeds.api.make`);
export const renew_feed = (feed) => post_in_desk(`${EVENTS}.feeds.api.renew`, { feed });
export const end_feed = (feed) => post_in_desk(`${EVENTS}.feeds.api.end`, { feed });
export const get_offered = () => get_in_desk(`${CALENDAR}.get_offered`);
export const move = (dropped) => post_in_desk(`${CALENDAR}.move`, dropped);
