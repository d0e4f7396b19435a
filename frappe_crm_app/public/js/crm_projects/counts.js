// How many there are of something, in words.
export const milestones = (count) => (count === 1 ? __("1 milestone") : __("{0} milestones", [count]));
export const tasks = (count) => (count === 1 ? __("1 task") : __("{0} tasks", [count]));
export const people = (count) => (count === 1 ? __("1 person") : __("{0} people", [count]));
