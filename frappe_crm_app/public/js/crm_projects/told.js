// Whom it reaches where participants are told that the plan has moved.

/**
 * Answer `{users, contacts}`: the names of the users but for whoever moves it, and how many take part without a login, who hear nothing.
 * What comes in is the page of a project.
 */
export function told_of({ project, participants }, mover) {
	const users = new Map([[project.project_owner, project.project_owner_title]]);
	for (const { user, title } of participants) users.set(user, users.get(user) || title);
	const told = [...users].filter(([user]) => user && user !== mover);
	return {
		users: told.map(([user, title]) => title || user),
		contacts: participants.filter(({ user }) => !user).length,
	};
}
