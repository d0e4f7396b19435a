"""Begin work on an old site, with the code of its time: `python under_way.py SITE form`, then `SITE rest`, run in `sites`.

Afterwards there are, beside the demo: an import of which a worker has done the first thousand rows before it died, and
one that nobody has begun; one prospect that respond.io has, one whose worker died after the first of five steps, one
nobody has sent; submissions that nobody has looked at; a won deal whose owner, one of the demo's people, was not mailed. The last line is JSON:
the jobs that Redis held.
"""

import csv
import io
import json
import sys

import frappe

KEY = "dGhlIGtleSBvZiBhbiBvbGQgc2l0ZSBpbiBhIHRlc3Q="  # so that the secrets in the backup can be read


def make_form() -> None:
	form = frappe.new_doc("CRM Lead Form")
	form.update(
		{
			"form_title": "Under way",
			"status": "Published",
			"min_seconds": 0,
			"limit_per_address": 0,
			"lead_owner": "Administrator",
		}
	)
	form.insert(set_name="under-way")
	frappe.db.commit()


def begin_the_rest() -> None:
	begin_import(people("half", 2500), is_begun=True)
	begin_import(people("whole", 300), is_begun=False)
	owe_syncs()
	win_deal()
	frappe.db.commit()


def begin_import(content: bytes, is_begun: bool) -> None:
	from frappe_crm_app.contact_import import api
	from frappe_crm_app.contact_import.running import chunks_left
	from frappe_crm_app.contact_import.tasks import JOB
	from frappe_crm_app.resumable_job.running import begin, take

	file = frappe.get_doc(
		{"doctype": "File", "file_name": "people.csv", "content": content, "is_private": 1}
	).insert()
	name = api.start(file.file_url)
	frappe.db.commit()
	if is_begun:
		record = begin(JOB, name)
		take(JOB, record, next(chunks_left(record)))


def people(place: str, number: int) -> bytes:
	stream = io.StringIO()
	writer = csv.writer(stream)
	writer.writerow(["First Name", "Last Name", "Email", "Job Title"])
	writer.writerows(["Ada", f"{place} {row}", f"{row}@{place}.example", "Clerk"] for row in range(number))
	return stream.getvalue().encode()


def owe_syncs() -> None:
	from frappe_crm_app.respondio import sending, steps
	from tests.site.respondio.peer import TOKEN, Peer

	peer = Peer()
	peer.start()
	settings = frappe.get_doc("CRM Respondio Settings")
	settings.update({"enabled": 1, "base_url": peer.url, "token": TOKEN, "requests_per_second": 100})
	settings.save()
	send(prospect("done"), sending)
	steps.open_conversation = die
	try:
		send(prospect("half"), sending)
	except SystemExit:
		frappe.db.rollback()
	prospect("waiting")
	peer.stop()


def prospect(word: str) -> str:
	customer = frappe.get_doc({"doctype": "CRM Customer", "customer_name": f"Under way {word}"})
	customer.update({"customer_kind": "Person", "email": f"{word}@under-way.example"})
	return customer.insert().name


def send(customer: str, sending) -> None:
	frappe.db.commit()
	sending.send(frappe.db.get_value("CRM Respondio Sync", {"customer": customer}))
	frappe.db.commit()


def die(*arguments) -> None:
	raise SystemExit


def win_deal() -> None:
	owner = frappe.db.get_value("User", {"name": ("like", "renata.villasenor@%")})
	deal = frappe.get_doc({"doctype": "CRM Sales Deal", "title": "Under way", "value": 5000})
	deal.deal_owner = owner
	deal.insert()
	deal.stage = frappe.db.get_value("CRM Stage", {"pipeline": deal.pipeline, "outcome": "Won"})
	deal.save()


def jobs() -> list[dict]:
	from frappe.utils.background_jobs import get_queue, get_queue_list

	found = [job for name in get_queue_list() for job in get_queue(name).jobs]
	return [{"method": method_of(job), "kwargs": job.kwargs["kwargs"]} for job in found]


def method_of(job) -> str:
	method = job.kwargs["method"]
	return method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}"


def main(site: str, what: str) -> None:
	frappe.init(site)
	if what == "form":
		from frappe.installer import update_site_config

		update_site_config("encryption_key", KEY)
	frappe.connect()
	frappe.set_user("Administrator")
	{"form": make_form, "rest": begin_the_rest}[what]()
	print("UNDER WAY" + json.dumps(jobs(), default=str))
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
