import { name_for_readers } from "../crm_shared/dialog_names";
import { by_folder } from "./folders";

/** Ask how a new folder is called, and in which it is, `parent` unless somebody says otherwise; `made(folder)` is called once it is there. */
export function make_folder(folders, parent, made) {
	const dialog = new frappe.ui.Dialog({
		title: __("New Folder"),
		fields: [
			{ fieldname: "folder_name", fieldtype: "Data", label: __("Folder"), reqd: 1, length: 140 },
			{
				fieldname: "parent_folder",
				fieldtype: "Select",
				label: __("In Folder"),
				options: by_folder(folders),
				default: parent,
			},
		],
		primary_action_label: __("Make the Folder"),
		primary_action: async ({ folder_name, parent_folder }) => {
			dialog.disable_primary_action();
			const folder = await insert(folder_name, parent_folder);
			dialog.enable_primary_action();
			if (!folder) return;
			dialog.hide();
			made(folder);
		},
	});
	dialog.show();
	name_for_readers(dialog);
}

// What is refused, the desk says.
const insert = (folder_name, parent_folder) =>
	frappe.db
		.insert({ doctype: "CRM Document Folder", folder_name, parent_folder: parent_folder || null })
		.catch(() => null);
