"""What `make demo` tells its site before anything runs."""

import json
from pathlib import Path

from scripts.demo import SITE, Demo, fingerprint_of_data, hint_at_old_data
from scripts.stack.base import State


def test_links_in_mails_of_the_demo_name_its_port(tmp_path: Path):
	folder = tmp_path / "sites" / SITE
	folder.mkdir(parents=True)
	(folder / "site_config.json").write_text('{"db_name": "kept"}')
	demo = Demo(tmp_path)
	demo.state.web_port = 8123
	demo._write_site_config()
	written = json.loads((folder / "site_config.json").read_text())
	assert (written["host_name"], written["db_name"]) == (f"http://{SITE}:8123", "kept")


def test_data_of_an_earlier_version_are_said_to_be_such():
	assert hint_at_old_data(State(data="made", data_made_by=fingerprint_of_data())) == ""
	hint = hint_at_old_data(State(data="made", admin_password="secret"))
	assert "crm-demo --clear" in hint
	assert "crm-demo --password secret" in hint
