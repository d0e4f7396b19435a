"""Commands of the app: `bench --site SITE crm-demo` and `crm-benchmark`."""

import secrets
import sys
from pathlib import Path

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
	from frappe_crm_app.demo.turn import in_turn

	frappe.init(get_site(context))
	frappe.connect()
	try:
		with in_turn():
			lines = lines_of_clearing() if clear else lines_of_loading(password or secrets.token_urlsafe(9))
			frappe.db.commit()
		click.echo("\n".join(lines))
	except frappe.ValidationError as error:
		raise click.ClickException(str(error)) from error
	finally:
		frappe.destroy()


@click.command("crm-benchmark")
@click.option("--contacts", default=100_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--deals", default=50_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--notes", default=200_000, show_default=True, type=click.IntRange(min=1000))
@click.option(
	"--only", multiple=True, metavar="MEASURE", help="Just this measure; may be given several times."
)
@click.option("--scale", is_flag=True, help="Measure at ten times as many of everything, too.")
@click.option(
	"--json", "json_file", type=click.Path(dir_okay=False), help="Write the figures to this file as well."
)
@click.option("--beside-real-records", is_flag=True, help="Run on a site that people work with.")
@pass_context
def crm_benchmark(
	context: object,
	contacts: int,
	deals: int,
	notes: int,
	only: tuple[str, ...],
	scale: bool,
	json_file: str | None,
	beside_real_records: bool,
) -> None:
	"""Measure what the app costs beside the least that could do the same, on data made for it and removed again."""
	from frappe_crm_app.benchmark import cleaning, report, run, safety

	frappe.init(get_site(context))
	frappe.connect()
	try:
		cleaning.clean_up()  # what an interrupted run has left
		if not beside_real_records:
			safety.refuse_real_records()
		wanted = run.sizes(run.Size(contacts, deals, notes), scale)
		results = []
		for measured in run.measure_site(wanted, only, show_progress):
			click.echo(f"\n{measured[0].contacts:,} contacts\n{report.table(measured)}")
			results += measured
		if json_file:
			Path(json_file).write_text(report.as_json(results, run.setting()))
	except frappe.ValidationError as error:
		raise click.ClickException(str(error)) from error
	finally:
		frappe.destroy()


def show_progress(title: str, done: int, total: int) -> None:
	"""Draw a bar on a terminal, and nothing elsewhere."""
	if not sys.stderr.isatty():
		return
	filled = 30 * done // max(total, 1)
	click.echo(f"\r\033[K{'█' * filled}{'░' * (30 - filled)} {title}", nl=done >= total, err=True)


commands = [crm_demo, crm_benchmark]
