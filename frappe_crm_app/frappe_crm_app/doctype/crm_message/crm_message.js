const { MessageStatus } = frappe.boot.crm.enums;

frappe.ui.form.on("CRM Message", {
	refresh(frm) {
		frm.disable_save();
		const { messaging } = crm_desk;
		const act = (label, call, group) =>
			frm.add_custom_button(
				label,
				async () => {
					await call();
					frm.reload_doc();
				},
				group
			);
		const { name, status } = frm.doc;
		if (status === MessageStatus.FAILED) act(__("Send Again"), () => messaging.retry(name));
		if (status === MessageStatus.OWED) act(__("Do Not Send"), () => messaging.cancel(name));
		if (status !== MessageStatus.UNSURE) return;
		frm.set_intro(
			__("Nobody knows whether this message was sent. Ask the person, or look at the provider.")
		);
		act(__("It Was Sent"), () => messaging.settle(name, true), __("Settle"));
		act(__("It Was Not Sent"), () => messaging.settle(name, false), __("Settle"));
	},
});
