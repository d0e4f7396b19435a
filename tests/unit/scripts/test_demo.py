"""What `make demo` tells its site before anything runs."""

import json
from pathlib import Path

from scripts.demo import SITE, Demo


def test_links_in_mails_of_the_demo_name_its_port(tmp_path: Path):
	folder = tmp_path / "sites" / SITE
	folder.mkdir(parents=True)
	(folder / "site_config.json").write_text('{"db_name": "kept"}')
	demo = Demo(tmp_path)
	demo.state.web_port = 8123
	demo._write_site_config()
	written = json.loads((folder / "site_config.json").read_text())
	assert (written["host_name"], written["db_name"]) == (f"http://{SITE}:8123", "kept")
