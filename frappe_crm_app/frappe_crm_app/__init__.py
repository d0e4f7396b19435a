"""The Frappe module "Frappe CRM App": schema and thin controllers."""
