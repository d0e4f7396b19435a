frappe.ui.form.on("CRM Respondio Settings", {
	refresh(frm) {
		frm.add_custom_button(__("Test Connection"), () => test(frm));
	},
});

async function test(frm) {
	if (frm.is_dirty()) await frm.save();
	const { ok, message } = await crm_desk.respondio.test_connection();
	frappe.msgprint({
		title: ok ? __("It Works") : __("It Does Not Work"),
		indicator: ok ? "green" : "red",
		message: frappe.utils.escape_html(message),
	});
}
