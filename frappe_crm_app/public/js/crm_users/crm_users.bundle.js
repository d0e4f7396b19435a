// The page "CRM Users": who there is, what each may do in the CRM, when they last signed in.
import { element, pill } from "../crm_desk/elements";
import { day_of, moment_of } from "../crm_shared/format";
import { assign_roles, get_users } from "../crm_desk/services/visibility";

// On a phone, email and last sign-in stand under the name.
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
		if (is_first) this.rows.replaceChildren();
		this.rows.append(...answer.users.map((user) => this.row(user)));
		if (!answer.users.length && is_first) this.rows.append(this.empty_row());
		this.shown += answer.users.length;
		this.more.hidden = !answer.has_more;
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
				user.enabled ? null : pill(__("Disabled"), "gray"),
				element(
					"div",
					{ class: `${NARROW} small text-muted text-break` },
					user.email,
					element("br"),
					last_login
				)
			),
			element("td", { class: WIDE }, user.email),
			element(
				"td",
				{ class: WIDE, title: user.last_login ? moment_of(user.last_login) : "" },
				last_login
			),
			element("td", {}, ...this.role_pills(user.roles)),
			element("td", { class: "text-right" }, this.assignable.length ? edit : null)
		);
		return row;
	}

	role_pills(roles) {
		if (!roles.length) return [element("span", { class: "text-muted" }, __("None"))];
		return roles.flatMap((role) => [pill(__(role), "blue"), " "]);
	}

	empty_row() {
		return element(
			"tr",
			{},
			element("td", { colspan: 5, class: "text-muted" }, __("Nobody is called that."))
		);
	}

	edit(user, row) {
		const options = this.assignable.map((role) => ({
			value: role,
			label: __(role),
			checked: user.roles.includes(role),
		}));
		const dialog = new frappe.ui.Dialog({
			title: __("Roles of {0}", [user.full_name]),
			fields: [
				{ fieldname: "roles", fieldtype: "MultiCheck", options, columns: 2, sort_options: false },
			],
			primary_action_label: __("Save"),
			primary_action: async () => {
				const changed = await assign_roles(user.user, dialog.fields_dict.roles.get_checked_options());
				dialog.hide();
				row.replaceWith(this.row(changed));
				frappe.show_alert({
					message: __("Roles of {0} saved.", [user.full_name]),
					indicator: "green",
				});
			},
		});
		dialog.show();
	}
}

frappe.provide("crm_desk");
crm_desk.Users = Users;
