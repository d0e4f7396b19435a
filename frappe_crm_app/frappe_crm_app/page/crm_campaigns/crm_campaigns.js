crm_desk.define_page("crm-campaigns", { title: __("Campaigns"), bundle: "crm_campaigns" });
