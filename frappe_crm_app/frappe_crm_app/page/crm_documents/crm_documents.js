crm_desk.define_page("crm-documents", { title: __("Documents"), bundle: "crm_documents" });
