// The pages of whoever has a link: an invitation, and a room. What is not on a page is not started.

import { start as start_room } from "./room.js";
import { start as start_rsvp } from "./rsvp.js";

const rsvp = document.getElementById("crm-rsvp");
const room = document.getElementById("crm-room");
if (rsvp) start_rsvp(rsvp);
if (room) start_room(room);
