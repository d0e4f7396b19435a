"""The four who sell."""

from datetime import datetime, time, timedelta

from frappe_crm_app.demo.marks import STAFF_DOMAIN, name_of
from frappe_crm_app.demo.records import Salesperson, SalesRole, StaffMember
from frappe_crm_app.demo.setting import Setting

MANAGER = StaffMember(f"renata.villasenor@{STAFF_DOMAIN}", "Renata", "Villaseñor", None, ())
REPS = (
	StaffMember(
		f"marcus.oyelaran@{STAFF_DOMAIN}", "Marcus", "Oyelaran", MANAGER.user, ("KAE", "Fulfillment", "WMS")
	),
	StaffMember(f"ingrid.solberg@{STAFF_DOMAIN}", "Ingrid", "Solberg", MANAGER.user, ("CSR", "Ecartpay")),
	StaffMember(
		f"diego.fuentes@{STAFF_DOMAIN}",
		"Diego",
		"Fuentes",
		MANAGER.user,
		("KAE LTL", "CSR LTL", "Parapaquetes"),
	),
)
TEAM = (MANAGER, *REPS)
DAYS_ON_THE_TEAM = 420


def salespeople(setting: Setting) -> tuple[Salesperson, ...]:
	"""Return one row per member of the team, older than anything that they did."""
	names = {member.user: name_of("CRM Salesperson", number) for number, member in enumerate(TEAM)}
	joined_on = datetime.combine(setting.today - timedelta(days=DAYS_ON_THE_TEAM), time(9))
	return tuple(
		Salesperson(
			name=names[member.user],
			owner=MANAGER.user,
			creation=joined_on,
			modified=joined_on,
			modified_by=MANAGER.user,
			user=member.user,
			full_name=member.full_name,
			reports_to=names.get(member.reports_to),
			sales_roles=tuple(
				SalesRole(setting.sales_roles[role])
				for role in member.sales_roles
				if role in setting.sales_roles
			),
		)
		for member in TEAM
	)
