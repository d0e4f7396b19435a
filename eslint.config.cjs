// Rules for JavaScript and Vue files. `make lint` installs the tools outside the tree, and NODE_PATH says where.
const js = require("@eslint/js");
const globals = require("globals");
const vue = require("eslint-plugin-vue");

// What Frappe's desk and website give to every script.
const FRAPPE = Object.fromEntries(
	["$", "__", "crm_desk", "frappe", "moment"].map((name) => [name, "readonly"])
);

const SERVICE = "The server is called through public/js/crm_shared/services/request.js.";
const CALLS_OF_FRAPPE = ["call", "xcall"].map((property) => ({
	object: "frappe",
	property,
	message: SERVICE,
}));

module.exports = [
	{ ignores: ["frappe_crm_app/public/dist/"] },
	js.configs.recommended,
	...vue.configs["flat/essential"],
	{
		files: ["frappe_crm_app/**/*.{js,vue}"],
		languageOptions: {
			ecmaVersion: 2022,
			sourceType: "module",
			globals: { ...globals.browser, ...FRAPPE },
		},
		rules: {
			eqeqeq: ["error", "always", { null: "ignore" }],
			"no-restricted-globals": ["error", { name: "fetch", message: SERVICE }],
			"no-restricted-properties": ["error", ...CALLS_OF_FRAPPE],
			"no-var": "error",
			"prefer-const": "error",
			"vue/multi-word-component-names": "off",
		},
	},
	{
		// The one service, and the forms on public pages, which have no desk.
		files: [
			"**/crm_shared/services/request.js",
			"**/lead_form/services.js",
			"**/public_page/calls.js",
			"**/crm_go/services.js",
			"**/crm_go/worker.js",
			"**/includes/crm_public_form.js",
		],
		rules: { "no-restricted-globals": "off", "no-restricted-properties": "off" },
	},
	{
		files: ["scripts/**/*.js", "*.cjs"],
		languageOptions: { sourceType: "commonjs", globals: globals.node },
	},
	{
		files: ["tests/**/*.mjs"],
		languageOptions: { sourceType: "module", globals: globals.node },
	},
];
