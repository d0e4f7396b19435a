import { mount_page } from "../crm_shared/mount_page";
import CampaignsPage from "./CampaignsPage.vue";
import { create_campaigns } from "./store";

frappe.provide("frappe.crm_campaigns");

// Puts the campaigns into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_campaigns.mount = (wrapper) => {
	const campaigns = create_campaigns();
	mount_page(wrapper, CampaignsPage, { campaigns });
	return { show: () => campaigns.show() };
};
