"""Commands of the app: `bench --site SITE crm-demo`."""

import secrets

import click
import frappe
from frappe.commands import get_site, pass_context


@click.command("crm-demo")
@click.option("--clear", is_flag=True, help="Remove the demo data, and nothing else.")
@click.option("--password", help="Password of the demo logins; a random one is made up and shown otherwise.")
@pass_context
def crm_demo(context: object, clear: bool, password: str | None) -> None:
	"""Fill the site with lifelike demo data of CRM Desk, or remove it."""
	from frappe_crm_app.demo.report import lines_of_clearing, lines_of_loading

	frappe.init(get_site(context))
	frappe.connect()
	try:
		lines = lines_of_clearing() if clear else lines_of_loading(password or secrets.token_urlsafe(9))
		frappe.db.commit()
		click.echo("\n".join(lines))
	except frappe.ValidationError as error:
		raise click.ClickException(str(error)) from error
	finally:
		frappe.destroy()


commands = [crm_demo]
