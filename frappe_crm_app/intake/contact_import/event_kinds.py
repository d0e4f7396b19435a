"""What may happen to imports as a whole; each of their contacts has events of its own."""

from frappe import _lt

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import COUNTS
from frappe_crm_app.kit.domain_events.kinds import Kind

IMPORT = "CRM Contact Import"
COMPLETED, UNDONE = "import.completed", "import.undone"

IMPORT_KINDS = (
	Kind(COMPLETED, IMPORT, _lt("An import of contacts is completed"), tuple(COUNTS)),
	Kind(UNDONE, IMPORT, _lt("An import of contacts is undone"), ("undone", "kept")),
)
