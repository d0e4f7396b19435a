"""CRM Desk: a CRM that lives in the Frappe desk. `docs/architecture.md` maps the packages."""

__version__ = "0.1.0"
