crm_desk.define_page("crm-first-hour", { title: __("First Hour"), bundle: "crm_first_hour" });
