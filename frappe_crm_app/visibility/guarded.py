"""The DocTypes of which not everybody sees every record. Plain names: `hooks.py` reads them before there is a site."""

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS

NOTE, LOCATION, MOVE, WON_MAIL = "CRM Follow-up Note", "CRM Location", "CRM Stage Change", "CRM Won Mail"
SUBMISSION, SYNC = "CRM Lead Submission", "CRM Respondio Sync"
DOMAIN_EVENT = "CRM Domain Event"
# Table rows, seen with their record.
PARENTS = {
	"CRM Contact Affiliation": "CRM Contact",
	"CRM Customer Relation": "CRM Customer",
	"CRM Customer User": "CRM Customer",
}
GUARDED = (*SCOPED_RECORDS, NOTE, LOCATION, MOVE, WON_MAIL, SUBMISSION, SYNC, DOMAIN_EVENT, *PARENTS)
