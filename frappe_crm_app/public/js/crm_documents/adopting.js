// Files that hang on records already become documents, many at once: they are looked through, ticked and filed, and then it is said what
// became of them.
import { element } from "../crm_desk/elements";
import { name_for_readers } from "../crm_shared/dialog_names";
import { date_of, plural } from "../crm_shared/format";
import { by_folder, size_of } from "./folders";
import { adopt, get_adoptable } from "./services";

const MOST = 100; // of one request

/** Show files on records, and make documents of those that are ticked; `done()` is called when there are new ones. */
export async function adopt_files({ folders, kinds }, done) {
	const state = { files: [], left_out: new Set(), outcome: null };
	const dialog = new frappe.ui.Dialog({
		title: __("Documents of Files on Records"),
		size: "large",
		fields: [
			{ fieldname: "kind", fieldtype: "Select", label: __("Kind"), options: choices(kinds) },
			{ fieldname: "column", fieldtype: "Column Break" },
			{ fieldname: "folder", fieldtype: "Select", label: __("Folder"), options: by_folder(folders) },
			{ fieldname: "section", fieldtype: "Section Break", hide_border: 1 },
			{
				fieldname: "tags",
				fieldtype: "Data",
				label: __("Tags"),
				description: __("Separated by commas"),
			},
			{ fieldname: "files", fieldtype: "HTML" },
		],
		primary_action_label: __("Make Documents"),
		primary_action: async (values) => {
			const names = chosen(state).map(({ name }) => name);
			if (!names.length) return;
			dialog.disable_primary_action();
			await make(state, names, values);
			await load(dialog, state);
			done();
		},
	});
	dialog.show();
	name_for_readers(dialog);
	await load(dialog, state);
}

const choices = (kinds) => [
	{ value: "", label: "" },
	...kinds.map((kind) => ({ value: kind, label: __(kind) })),
];
const chosen = ({ files, left_out }) => files.filter(({ name }) => !left_out.has(name));

async function make(state, files, { kind, folder, tags }) {
	const names = new Map(state.files.map(({ name, file_name }) => [name, file_name]));
	try {
		const { done, refused } = await adopt({ files, kind, folder, tags });
		state.outcome = {
			done: done.length,
			refused: refused.map(({ name, reason }) => ({ file_name: names.get(name), reason })),
		};
		// What was refused once is left out of the next round, unless it is ticked again.
		refused.forEach(({ name }) => state.left_out.add(name));
	} catch (refusal) {
		state.outcome = { problem: refusal.message };
	}
}

async function load(dialog, state) {
	try {
		state.files = await get_adoptable(MOST);
	} catch (refusal) {
		state.outcome = { problem: refusal.message };
	}
	draw(dialog, state);
}

function draw(dialog, state) {
	const [place] = dialog.fields_dict.files.$wrapper;
	const counted = element("p", { class: "crm-adopt-count", role: "status" });
	const count = () => {
		const files = chosen(state);
		counted.textContent = sentence(files.length, state.files.length, files);
		if (files.length) dialog.enable_primary_action();
		else dialog.disable_primary_action();
	};
	place.replaceChildren(...outcome_of(state.outcome), counted, table(state, count));
	if (!state.files.length) count();
}

function sentence(number, total, files) {
	if (!total) return __("No file on a record that you see is left without a document.");
	const size = size_of(files.reduce((sum, { file_size }) => sum + (file_size || 0), 0));
	return total < MOST
		? __("{0} of {1} files are ticked, {2}.", [number, total, size])
		: __("{0} of the newest {1} files are ticked, {2}. The next ones follow.", [number, total, size]);
}

function outcome_of(outcome) {
	if (!outcome) return [];
	if (outcome.problem)
		return [element("p", { class: "crm-adopt-problem", role: "alert" }, outcome.problem)];
	const { done, refused } = outcome;
	const said = [
		element(
			"p",
			{ class: "crm-adopt-done", role: "status" },
			plural(done, "1 document was made.", "{0} documents were made.")
		),
	];
	if (!refused.length) return said;
	const heading = plural(refused.length, "1 file was refused:", "{0} files were refused:");
	const rows = refused.map(({ file_name, reason }) =>
		element("li", {}, element("strong", {}, file_name), " ", frappe.utils.html2text(reason))
	);
	return [...said, element("p", {}, heading), element("ul", { class: "crm-adopt-refused" }, ...rows)];
}

function table(state, count) {
	if (!state.files.length) return "";
	const all = element("input", { type: "checkbox", "aria-label": __("All files") });
	const changed = () => {
		all.checked = chosen(state).length === state.files.length;
		count();
	};
	const rows = state.files.map((file) => row(file, state, changed));
	all.addEventListener("change", () => {
		const names = state.files.map(({ name }) => name);
		state.left_out = new Set(all.checked ? [] : names);
		rows.forEach((each) => (each.querySelector("input").checked = all.checked));
		changed();
	});
	changed();
	const heads = [__("File"), __("On"), __("Size"), __("Added")].map((text) =>
		element("th", { scope: "col" }, text)
	);
	const head = element("thead", {}, element("tr", {}, element("td", {}, all), ...heads));
	const region = {
		class: "crm-adopt-files",
		tabindex: "0",
		role: "region",
		"aria-label": __("Files on records"),
	};
	return element("div", region, element("table", {}, head, element("tbody", {}, ...rows)));
}

function row(file, state, changed) {
	const box = element("input", { type: "checkbox", "aria-label": file.file_name });
	box.checked = !state.left_out.has(file.name);
	box.addEventListener("change", () => {
		if (box.checked) state.left_out.delete(file.name);
		else state.left_out.add(file.name);
		changed();
	});
	return element(
		"tr",
		{},
		element("td", {}, box),
		element("td", {}, file.file_name),
		element("td", {}, `${file.label}: ${file.title || ""}`),
		element("td", { class: "crm-adopt-size" }, size_of(file.file_size)),
		element("td", {}, date_of(file.creation))
	);
}
