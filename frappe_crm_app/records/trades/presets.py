"""The trades as data: what each adds to the CRM. A new trade is one entry here and one value of `Trade`."""

from dataclasses import dataclass

from frappe_crm_app.frappe_crm_app.doctype.crm_desk_settings.options import Trade


@dataclass(frozen=True)
class Preset:
	"""What a trade has of its own: fields by DocType, and sales roles by name."""

	fields: dict[str, tuple[str, ...]]
	sales_roles: tuple[str, ...]


PRESETS = {
	Trade.LOGISTICS: Preset(
		fields={
			"CRM Customer": ("monthly_shipments", "ecommerce_platform", "weight_range", "package_content")
		},
		sales_roles=("KAE", "KAE LTL", "CSR", "CSR LTL", "Fulfillment", "WMS", "Ecartpay", "Parapaquetes"),
	),
}
