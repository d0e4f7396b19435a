// How many there are of something, in words.
import { plural } from "../crm_shared/format";

export const milestones = (count) => plural(count, "1 milestone", "{0} milestones");
export const tasks = (count) => plural(count, "1 task", "{0} tasks");
export const people = (count) => plural(count, "1 person", "{0} people");
