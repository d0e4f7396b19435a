"""What a run of the tests came to, as a file that the run writes and the next one reads."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Outcome:
	"""The node ids of tests that failed in one of their phases, of those that were run and passed, and of files that
	could not be read, whose tests nobody knows.
	"""

	failed: list[str] = field(default_factory=list)
	passed: list[str] = field(default_factory=list)
	unread: list[str] = field(default_factory=list)

	@classmethod
	def read(cls, file: Path) -> "Outcome":
		"""What a run has written; nothing when it ended before it could."""
		return cls(**json.loads(file.read_text())) if file.exists() else cls()

	def write(self, file: Path) -> None:
		file.write_text(json.dumps(asdict(self), indent=1))

	def add(self, node: str, *, has_failed: bool) -> None:
		if has_failed and node not in self.failed:
			self.failed.append(node)
		if not has_failed:
			self.passed.append(node)

	def passes_all_of(self, nodes: Iterable[str]) -> bool:
		"""Whether each of them was run, and passed in all its phases: one that was skipped has not."""
		return set(nodes) <= set(self.passed) - set(self.failed)
