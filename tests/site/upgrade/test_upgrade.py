"""A site of earlier days comes to now with everything in it, and the work that was under way goes on.

It is the site of commit 30f5b9a on Frappe 15.101, with the demo, and work of every kind begun (`tests/data/old_site`).
"""

import json
from urllib.parse import unquote

import pytest

from tests.site.channels.respondio.peer import Peer
from tests.site.upgrade.contents import BESIDE

# What a migration changes on purpose, in rows that were there: DocType, column.
CHANGED = {
	("CRM Desk Settings", "modified"),  # has the trade of the site
	("CRM Sales Role", "modified"),  # says of which trade it is
	("Web Form", "modified"),  # is that of this release
}


def test_nothing_is_lost(upgraded):
	after = upgraded.contents()
	lost, changed = [], set()
	for doctype, rows in upgraded.before.items():
		for name, row in rows.items():
			if name not in after[doctype]:
				lost.append((doctype, row))
				continue
			now = after[doctype][name]
			if doctype in BESIDE and upgraded.is_of_another_release:
				continue  # what Frappe changes of its own from one release to the next
			changed |= {
				(doctype, column) for column, value in row.items() if now.get(column, "gone") != value
			}
	assert lost == []
	assert changed <= CHANGED


def test_the_old_site_has_the_demo_and_work_under_way(upgraded):
	"""So that the other tests prove something."""
	before = upgraded.before
	assert (
		min(len(before[doctype]) for doctype in ("CRM Contact", "CRM Sales Deal", "CRM Follow-up Note")) > 100
	)
	assert states(before, "CRM Contact Import") == ["Queued", "Running"]
	assert [row["step"] for row in syncs(before).values()] == ["Verify", "Upsert", ""]
	assert list(sent(before).values()) == ["Quarantined", "Received", "Received"]
	assert states(before, "CRM Won Mail") == ["Owed"]


@pytest.fixture
def peer(upgraded):
	"""respond.io, as the old site left it."""
	peer = Peer()
	for word, row in syncs(upgraded.before).items():
		if row["respondio_contact_id"]:
			contact = peer.add(email=f"{word}@under-way.example", first_name="Under way", last_name=word)
			number = int(row["respondio_contact_id"])
			peer.contacts[number] = peer.contacts.pop(contact["id"]) | {"id": number}
	peer.start()
	yield peer
	peer.stop()


def test_work_that_was_under_way_goes_on(upgraded, peer):
	"""Its jobs first, as Redis held them; then what the sweeps find with nothing in Redis."""
	upgraded.go_on(peer, upgraded.jobs)
	upgraded.go_on(peer)
	after = upgraded.contents()
	assert states(after, "CRM Contact Import") == ["Completed", "Completed"]
	emails = [row["email"] or "" for row in after["CRM Contact"].values()]
	assert sum(email.endswith("@half.example") for email in emails) == 2500
	assert sum(email.endswith("@whole.example") for email in emails) == 300
	assert len(after["CRM Contact Import Row"]) == 2800
	assert {row["status"] for row in syncs(after).values()} == {"Done"}
	assert sent(after) == {
		"bot@under-way.example": "Quarantined",
		"ida@under-way.example": "Processed",
		"jean@under-way.example": "Processed",
	}
	assert states(after, "CRM Won Mail") == ["Queued"]
	assert len(after["Email Queue"]) > len(upgraded.before["Email Queue"])
	asked = unquote(" ".join(peer.paths()))
	assert "waiting@under-way.example" in asked
	assert "half@under-way.example" not in asked  # its first step was done, and is not done again


def test_the_jobs_of_that_time_are_known(upgraded):
	methods = {job["method"] for job in json.loads(upgraded.jobs.read_text())}
	assert {method.split(".")[1] for method in methods} >= {
		"contact_import",
		"public_lead_form",
		"respondio",
		"won_mail",
	}


def states(contents: dict, doctype: str) -> list[str]:
	return sorted(row["status"] for row in contents[doctype].values())


def syncs(contents: dict) -> dict[str, dict]:
	"""The rows about the three prospects, by the last word of their names."""
	names = {name: row["customer_name"] for name, row in contents["CRM Customer"].items()}
	found = {names[row["customer"]]: row for row in contents["CRM Respondio Sync"].values()}
	return {word: found[f"Under way {word}"] for word in ("done", "half", "waiting")}


def sent(contents: dict) -> dict[str, str]:
	"""The states of what was sent by the form, by email."""
	rows = [row for row in contents["CRM Lead Submission"].values() if row["form"] == "under-way"]
	return {row["email"]: row["status"] for row in sorted(rows, key=lambda row: row["email"])}
