crm_desk.define_page("crm-rules", { title: __("Rules"), bundle: "crm_rules" });
