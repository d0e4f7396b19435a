// The page "CRM Users": who there is, what each may do in the CRM, when they last signed in.
import { element, pill } from "../crm_desk/elements";
import { ask_whom_to_invite, tell_of_invitation } from "../crm_desk/invite";
import { role_choice } from "../crm_desk/role_choice";
import { date_of, day_of, moment_of } from "../crm_shared/format";
import { assign_roles, get_users, invite_again } from "../crm_desk/services/visibility";

// On a phone, email, since when and last sign-in stand under the name.
const WIDE = "d-none d-md-table-cell";
const NARROW = "d-md-none";
const TYPING_PAUSE = 250; // milliseconds after the last letter until the search is made

class Users {
	constructor(page) {
		this.page = page;
		this.text = "";
		this.search = page.add_field({ fieldname: "text", fieldtype: "Data", label: __("Name or email") });
		this.search.$input.on(
			"input",
			frappe.utils.debounce(() => this.find(), TYPING_PAUSE)
		);
		this.rows = element("tbody");
		this.more = element(
			"button",
			{ class: "btn btn-default btn-sm", onclick: () => this.load() },
			__("More")
		);
		page.main.append(
			element(
				"div",
				{ class: "frappe-card crm-users-card mt-4 p-3 table-responsive" },
				this.table(),
				this.more
			)
		);
		this.reload();
	}

	table() {
		const head = [
			element("th", {}, __("Name")),
			element("th", { class: WIDE }, __("Email")),
			element("th", { class: WIDE }, __("User Since")),
			element("th", { class: WIDE }, __("Last Sign-in")),
			element("th", {}, __("Roles")),
			element("th", {}, element("span", { class: "sr-only" }, __("Change"))),
		];
		return element(
			"table",
			{ class: "table mt-0 mb-2", "aria-label": __("CRM Users") },
			element("thead", {}, element("tr", {}, ...head)),
			this.rows
		);
	}

	find() {
		this.text = this.search.get_value() || "";
		this.reload();
	}

	reload() {
		this.shown = 0;
		return this.load(true);
	}

	/** Show the next page of users; a slower answer to an earlier question is dropped. */
	async load(is_first = false) {
		const asked = (this.asked = Symbol("question"));
		const answer = await get_users(this.text, this.shown);
		if (asked !== this.asked) return;
		this.assignable = answer.assignable;
		this.descriptions = answer.descriptions;
		this.offer_inviting();
		if (is_first) this.rows.replaceChildren();
		this.rows.append(...answer.users.map((user) => this.row(user)));
		if (!answer.users.length && is_first) this.rows.append(this.empty_row());
		this.shown += answer.users.length;
		this.more.hidden = !answer.has_more;
	}

	offer_inviting() {
		if (!this.assignable.length) return;
		this.page.set_primary_action(__("Invite"), () => ask_whom_to_invite(() => this.reload()));
	}

	row(user) {
		const last_login = user.last_login ? day_of(user.last_login) : __("Never");
		const edit = element(
			"button",
			{
				class: "btn btn-default btn-xs",
				onclick: () => this.edit(user, row),
				"aria-label": __("Change roles of {0}", [user.full_name]),
			},
			__("Change")
		);
		const row = element(
			"tr",
			{ "data-user": user.user },
			element(
				"td",
				{},
				user.full_name,
				" ",
				pill(user.enabled ? __("Enabled") : __("Disabled"), user.enabled ? "green" : "gray"),
				element(
					"div",
					{ class: `${NARROW} small text-muted text-break` },
					user.email,
					element("br"),
					__("User since {0}", [date_of(user.since)]),
					element("br"),
					__("Last sign-in: {0}", [last_login])
				)
			),
			element("td", { class: WIDE }, user.email),
			element("td", { class: WIDE, title: moment_of(user.since) }, date_of(user.since)),
			element(
				"td",
				{ class: WIDE, title: user.last_login ? moment_of(user.last_login) : "" },
				last_login
			),
			element("td", {}, ...this.role_pills(user.roles)),
			element(
				"td",
				{ class: "text-right" },
				...(this.assignable.length ? [this.again(user), " ", edit] : [])
			)
		);
		return row;
	}

	/** Return what invites somebody who has never signed in once more. */
	again(user) {
		if (user.last_login || !user.enabled || !user.roles.length) return null;
		const invite = async () => {
			const invited = await invite_again(user.user).catch(() => null);
			if (invited) tell_of_invitation(invited);
		};
		const label = __("Invite {0} again", [user.full_name]);
		return element(
			"button",
			{ class: "btn btn-default btn-xs", onclick: invite, "aria-label": label },
			__("Invite Again")
		);
	}

	role_pills(roles) {
		if (!roles.length) return [element("span", { class: "text-muted" }, __("None"))];
		return roles.flatMap((role) => [pill(__(role), "blue"), " "]);
	}

	empty_row() {
		return element(
			"tr",
			{},
			element("td", { colspan: 6, class: "text-muted" }, __("Nobody is called that."))
		);
	}

	/** Say whose roles are given by a Role Profile: Frappe would take away what is given here. */
	tell_of_profile(user) {
		frappe.msgprint({
			title: __("Roles of {0}", [frappe.utils.escape_html(user.full_name)]),
			message: __(
				"{0} has the roles of a Role Profile ({1}), and no others: change the profile, or take it off the user.",
				[user.full_name, user.role_profiles.join(", ")].map(frappe.utils.escape_html)
			),
			indicator: "orange",
		});
	}

	edit(user, row) {
		if (user.role_profiles?.length) return this.tell_of_profile(user);
		const roles = role_choice(this.assignable, this.descriptions, user.roles);
		const dialog = new frappe.ui.Dialog({
			title: __("Roles of {0}", [user.full_name]),
			fields: [{ fieldname: "roles", fieldtype: "HTML" }],
			primary_action_label: __("Save"),
			primary_action: async () => {
				const changed = await assign_roles(user.user, roles.chosen());
				dialog.hide();
				row.replaceWith(this.row(changed));
				frappe.show_alert({
					message: __("Roles of {0} saved.", [user.full_name]),
					indicator: "green",
				});
			},
		});
		dialog.fields_dict.roles.$wrapper.append(roles.node);
		dialog.show();
	}
}

frappe.provide("crm_desk");
crm_desk.Users = Users;
