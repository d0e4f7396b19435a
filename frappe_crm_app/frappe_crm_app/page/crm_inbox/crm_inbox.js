crm_desk.define_page("crm-inbox", { title: __("Inbox"), bundle: "crm_inbox" });
