// The pages of customers and deals and a contact's tabs, inside their forms.
import { mount_in } from "./mounting";
import ContactDeals from "./ContactDeals.vue";
import ContactSections from "./ContactSections.vue";
import ContactTimeline from "./ContactTimeline.vue";
import CustomerPage from "./CustomerPage.vue";
import DealPage from "./DealPage.vue";
import { write_note } from "./note_sheet";
import { create_tabs } from "./tabs";

frappe.provide("frappe.crm_record");

frappe.crm_record.write_note = write_note;

frappe.crm_record.show_customer = (frm) => mount_in(frm, "overview", CustomerPage, { frm });

frappe.crm_record.show_deal = (frm) => mount_in(frm, "overview", DealPage, { frm });

frappe.crm_record.show_contact = (frm) => {
	if (frm.crm_tabs?.contact !== frm.doc.name) frm.crm_tabs = create_tabs(frm.doc.name);
	const tabs = frm.crm_tabs;
	mount_in(frm, "timeline", ContactTimeline, { frm });
	mount_in(frm, "deals", ContactDeals, { frm, tabs });
	mount_in(frm, "projects", ContactSections, { tabs, kind: "projects" });
	mount_in(frm, "tickets", ContactSections, { tabs, kind: "tickets" });
};
