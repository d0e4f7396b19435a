crm_desk.define_page("crm-today", { title: __("Today"), bundle: "crm_today" });
