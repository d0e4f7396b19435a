crm_desk.define_page("crm-board", { title: __("Board"), bundle: "crm_board" });
