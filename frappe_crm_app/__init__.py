"""CRM Desk: a CRM that lives in the Frappe desk. `docs/architecture.md` maps the packages."""

__version__ = "0.1.0"
MODULE = "Frappe CRM App"  # the Frappe module that owns our DocTypes
