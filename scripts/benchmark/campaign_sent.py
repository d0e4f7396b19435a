"""How many mails of a campaign one worker sends a minute, beside a bare loop of `smtplib`, and how much memory it takes.

    python -m scripts.benchmark.campaign_sent SITE [MAILS]        (in the bench's `sites`)

A mail server of its own on loopback, a process that takes everything and keeps nothing. The floor hands in a mail of the same size to the same
people over one connection, the address in it replaced, and asks no database. Ours is the job's own function, from a campaign that is frozen
until everybody has it: consent and address read again, what is theirs filled in, links and unsubscribing signed, *Sending* and *Sent* committed.
They take turns, `ROUNDS` times. Freezing is timed apart. The memory is the most that this process has taken. Afterwards everything is removed again.
"""

import resource
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

import frappe
from frappe.model.document import Document

from frappe_crm_app.channels.campaigns import freezing, releasing
from frappe_crm_app.channels.campaigns.fields import values_of
from frappe_crm_app.channels.campaigns.rendering import mailing_of
from frappe_crm_app.channels.campaigns.tasks import OUTBOX
from frappe_crm_app.kit.outbox.outcomes import Outcome
from scripts.stack.service import LOOPBACK

MAILS, ROUNDS, MARK = 10_000, 3, "benchmark"
ADDRESS = "news@benchmark.example"
CAMPAIGN, RECIPIENT, LINK = "CRM Campaign", "CRM Campaign Recipient", "CRM Campaign Link"
PEER = """
import socket, sys, time
from aiosmtpd.controller import Controller
class Peer:
	async def handle_DATA(self, server, session, envelope):
		return "250 OK"
with socket.socket() as free:
	free.bind(("127.0.0.1", 0))
	port = free.getsockname()[1]
Controller(Peer(), hostname="127.0.0.1", port=port).start()
print(port, flush=True)
sys.stdin.read()
"""
PARAGRAPH = "<p>Cranes and <b>boats</b>, and when they come, for {{ company_name or 'you' }}.</p>"
CONTENT = (
	"<style>p {color: #333; font-family: sans-serif} b {color: #a00}</style>"
	'<p>Hello {{ first_name or "there" }},</p>'
	+ PARAGRAPH * 20
	+ "".join(f'<p><a href="https://cranes.example/{number}">Cranes {number}</a></p>' for number in range(5))
)


def main(site: str, mails: str = str(MAILS)) -> None:
	from tests.site.channels.campaigns.crowd import make_crowd

	frappe.init(site)
	frappe.connect()
	count = int(mails)
	try:
		with running_peer() as port, sending():
			remove()
			segment = make_crowd(count, MARK)
			sender = make_sender(port)
			people = frappe.get_all("CRM Contact", {"name": ("like", f"{MARK}%")}, pluck="email")
			rates: dict[str, list[float]] = {"bare": [], "ours": []}
			for number in range(ROUNDS):
				campaign = make_campaign(segment, sender, number)
				sample = sample_of(campaign, people[0])
				rates["bare"].append(60 * count / timed(lambda: send_bare(port, sample, people)))  # noqa: B023
				rates["ours"].append(60 * count / send_ours(campaign))
		tell(count, median(rates["bare"]), median(rates["ours"]))
	finally:
		remove()
		frappe.destroy()


def tell(count: int, bare: float, ours: float) -> None:
	memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
	print(
		f"{count} mails: bare {bare:.0f} a minute, ours {ours:.0f} a minute, {bare / ours:.2f} times as long"
	)
	print(f"at most {memory:.0f} MB of memory")


def timed(work: Callable[[], None]) -> float:
	started = time.perf_counter()
	work()
	return time.perf_counter() - started


@contextmanager
def running_peer() -> Iterator[int]:
	"""Have a mail server, and yield its port."""
	peer = subprocess.Popen(
		[sys.executable, "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
	)
	try:
		yield int(peer.stdout.readline())
	finally:
		peer.kill()
		peer.wait()


@contextmanager
def sending() -> Iterator[None]:
	"""Let the site send mails meanwhile."""
	before = frappe.db.get_default("suspend_email_queue")
	frappe.local.conf.mute_emails = 0
	frappe.db.set_default("suspend_email_queue", 0)
	frappe.db.commit()
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.db.set_default("suspend_email_queue", before or 0)
		frappe.db.commit()


def make_sender(port: int) -> str:
	"""Store an account that sends by the peer, and return its name."""
	account = frappe.new_doc("Email Account")
	account.update(
		{"name": ADDRESS, "email_account_name": ADDRESS, "email_id": ADDRESS, "smtp_server": LOOPBACK}
	)
	account.update({"smtp_port": port, "no_smtp_authentication": 1, "enable_outgoing": 0})
	account.db_insert()
	mailbox = {"doctype": "CRM Mailbox", "title": ADDRESS, "email_account": ADDRESS, "user": "Administrator"}
	frappe.get_doc(mailbox).insert()
	frappe.db.commit()
	return account.name


def make_campaign(segment: str, sender: str, number: int) -> Document:
	campaign = {
		"doctype": CAMPAIGN,
		"campaign_name": f"{MARK} {number}",
		"channel": "Email",
		"subject": "News for {{ first_name }}",
		"content": CONTENT,
		"sender": sender,
		"audience": [{"kind": "CRM Segment", "audience": segment}],
	}
	made = frappe.get_doc(campaign).insert()
	frappe.db.commit()
	return made


def sample_of(campaign: Document, email: str) -> bytes:
	"""Return the mail to one person."""
	contact = frappe.db.get_value("CRM Contact", {"email": email})
	raw = mailing_of(campaign).build(values_of([contact])[contact], email, "0" * 24)
	return raw.replace(email.encode(), b"@@")


def send_bare(port: int, sample: bytes, people: list[str]) -> None:
	"""Hand in, and nothing else."""
	with smtplib.SMTP(LOOPBACK, port, timeout=60) as session:
		for email in people:
			session.sendmail(ADDRESS, [email], sample.replace(b"@@", email.encode()))


def send_ours(campaign: Document) -> float:
	"""Do what the job does until everybody has it, and return the seconds without freezing."""
	releasing.schedule(campaign, None)
	frappe.db.commit()
	freezing_took, freeze = [], freezing.freeze
	freezing.freeze = lambda *arguments: freezing_took.append(timed(lambda: freeze(*arguments)))
	started = time.perf_counter()
	try:
		while frappe.db.get_value(CAMPAIGN, campaign.name, "status") in ("Scheduled", "Running"):
			refuse_undone(campaign.name, OUTBOX.attempt(campaign.name))
	finally:
		freezing.freeze = freeze
	took = time.perf_counter() - started - sum(freezing_took)
	refuse_unfinished(campaign.name)
	print(f"frozen in {sum(freezing_took):.2f} s, sent in {took:.1f} s")
	return took


def refuse_undone(campaign: str, outcome: Outcome) -> None:
	"""End where a slice was not sent: nobody waits for the next attempt."""
	frappe.db.commit()
	if outcome != Outcome.DONE:
		raise SystemExit(f"{outcome}: {frappe.db.get_value(CAMPAIGN, campaign, 'problem')}")


def refuse_unfinished(campaign: str) -> None:
	left = frappe.db.count(RECIPIENT, {"campaign": campaign, "status": ("!=", "Sent")})
	if left:
		problem = frappe.db.get_value(CAMPAIGN, campaign, "problem")
		raise SystemExit(f"{left} mails were not sent. {problem or ''}")


def remove() -> None:
	"""Remove what was made."""
	frappe.db.rollback()
	campaigns = frappe.get_all(CAMPAIGN, {"campaign_name": ("like", f"{MARK}%")}, pluck="name")
	for doctype, field in ((RECIPIENT, "campaign"), (LINK, "campaign"), ("CRM Campaign Audience", "parent")):
		frappe.db.delete(doctype, {field: ("in", campaigns or [""])})
	frappe.db.delete(CAMPAIGN, {"name": ("in", campaigns or [""])})
	frappe.db.delete("CRM Segment Member", {"contact": ("like", f"{MARK}%")})
	frappe.db.delete("CRM Segment", {"title": f"Crowd {MARK}"})
	frappe.db.delete("CRM Contact", {"name": ("like", f"{MARK}%")})
	frappe.db.delete("CRM Mailbox", {"email_account": ADDRESS})
	frappe.db.delete("Email Account", {"name": ADDRESS})
	frappe.db.commit()


if __name__ == "__main__":
	main(*sys.argv[1:])
