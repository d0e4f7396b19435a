"""Which folders of a real Dovecot are read: one's own, whatever they are called, and of others those that somebody chooses."""

from collections.abc import Iterator

import frappe
import pytest

from frappe_crm_app.channels.mail.fetching import api
from frappe_crm_app.channels.mail.fetching import folders as store
from frappe_crm_app.channels.mail.fetching.folder_kinds import Folder
from frappe_crm_app.channels.mail.fetching.health import state_of
from frappe_crm_app.channels.mail.servers.folder_names import wire_text
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_folder.options import FolderKind
from tests.site.channels.mail.fetching.conftest import FOLDER
from tests.stack.dovecot import Dovecot, Maildir, give, make_mail, running


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
	"""A server of the test's own, with folders that everybody may open."""
	with running() as server:
		yield server


def made_as(there: Maildir, name: str) -> None:
	"""Make a folder that is called so on the server, with a mail."""
	place = there.root / f".{name}"
	for part in ("cur", "new", "tmp"):
		(place / part).mkdir(parents=True)
		give(place, place / part)
	file = place / "new" / "1700000000.M1P1.test"
	file.write_bytes(make_mail(77, subject=f"In {name}"))
	give(file)


def folders(box) -> dict[str, bool]:
	return {row["folder_name"]: bool(row["is_synced"]) for row in state_of(box.name)["folders"]}


def test_folders_of_everybody_are_offered_and_not_read(connected, dovecot):
	box = connected()
	box.there.deliver(make_mail(1, subject="Mine"))
	dovecot.everybodys().deliver(make_mail(2, subject="Of everybody"), "Info")
	dovecot.everybodys().deliver(make_mail(3, subject="Sent by anybody"), "Sent")
	box.look()
	assert box.entries() == ["Mine"]
	assert folders(box) == {"INBOX": True, "Public/Info": False, "Public/Sent": False}


def test_a_folder_of_everybody_is_read_by_whoever_chooses_it(connected, dovecot):
	box = connected()
	box.there.deliver(make_mail(1, subject="Mine"))
	dovecot.everybodys().deliver(make_mail(2, subject="Of everybody"), "Info")
	box.look()
	api.choose_folders(box.name, ["INBOX", "Public/Info"])
	box.look()
	assert box.entries() == ["Mine", "Of everybody"]
	box.look()
	assert folders(box) == {"INBOX": True, "Public/Info": True}


def test_folders_are_opened_by_the_names_that_the_server_wrote(connected):
	box = connected()
	for name in ("Entw&APw-rfe", "Tom &- Jerry"):
		made_as(box.there, name)
	state = box.look()
	shown = [name for name in folders(box) if name != "INBOX"]
	assert [row["problem"] for row in state["folders"]] == [None] * len(state["folders"])
	assert "Entwürfe" in shown
	assert len(shown) == len(box.entries()) + 1  # drafts are left out


def test_folders_that_differ_in_case_are_several(connected):
	box = connected()
	for name in ("Projects", "projects", "PROJECTS"):
		made_as(box.there, name)
	for _look in range(2):
		box.look()
	assert len([name for name in folders(box) if name.lower().startswith("projects")]) == 3
	assert box.entries() == ["In PROJECTS", "In Projects", "In projects"]


def test_folders_whose_names_read_the_same_are_two(connected):
	box = connected()
	sent = ["Entw&APw-rfe", wire_text("Entwürfe".encode()), "Entwürfe ".strip() + " "]
	listed = [
		Folder("Entwürfe" if place < 2 else name, FolderKind.OTHER, True, name)
		for place, name in enumerate(sent)
	]
	for _look in range(2):
		rows = store.keep(box.name, listed)
		assert [store.sent_name_of(row) for row in rows] == sent
	assert frappe.db.count(FOLDER, {"mailbox": box.name}) == 3
	assert len(store.keep(box.name, listed[1:])) == 2
