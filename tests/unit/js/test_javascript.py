"""JavaScript that knows neither Frappe nor the page, tested by Node's own runner (18 or later)."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.fixture
def node() -> str:
	"""The program; a machine without Frappe may lack it."""
	found = shutil.which("node")
	if not found and not os.environ.get("CI"):
		pytest.skip("there is no Node.js")
	assert found, "there is no Node.js"
	return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_node_finds_no_fault(node: str, file: Path) -> None:
	run = subprocess.run([node, "--test", "--test-reporter=spec", file], capture_output=True, text=True)
	assert run.returncode == 0, run.stdout + run.stderr
