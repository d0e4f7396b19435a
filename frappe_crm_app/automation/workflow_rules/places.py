"""Where in its steps a run is: steps stand in each other, and a place is the way to one of them (pure).

A place is a tuple of numbers and names of branches, `(1, "then", 0)`: the first step in the branch `then` of the second step. Stored, it
is `1.then.0`. A step has `branches`, by name, and `is_loop` where its branch leads back to it.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

Place = tuple[int | str, ...]


class Nested(Protocol):
	"""What is asked of a step here."""

	branches: Mapping[str, "Sequence[Nested]"]
	is_loop: bool


Steps = Sequence[Nested]


def first(steps: Steps) -> Place | None:
	"""Return the place of the first step."""
	return (0,) if steps else None


def step_at(steps: Steps, place: Place) -> Nested:
	"""Return the step at a place."""
	*outer, number = place
	return block_at(steps, tuple(outer))[number]


def block_at(steps: Steps, way: Place) -> Steps:
	"""Return the steps among which a place stands; `way` is the place without its last number."""
	if not way:
		return steps
	*outer, branch = way
	return step_at(steps, tuple(outer)).branches[branch]


def into(steps: Steps, place: Place, branch: str) -> Place | None:
	"""Return the place of the first step of a branch, of what follows where the branch is empty."""
	return (*place, branch, 0) if step_at(steps, place).branches.get(branch) else after(steps, place)


def after(steps: Steps, place: Place) -> Place | None:
	"""Return the place of what follows a step, `None` at the end; the last one of a loop is followed by the loop itself."""
	*outer, number = place
	if number + 1 < len(block_at(steps, tuple(outer))):
		return (*outer, number + 1)
	if not outer:
		return None
	owner = tuple(outer[:-1])
	return owner if step_at(steps, owner).is_loop else after(steps, owner)


def as_text(place: Place | None) -> str | None:
	"""Return a place as it is stored."""
	return ".".join(map(str, place)) if place else None


def from_text(text: str | None) -> Place | None:
	"""Return the place that is stored."""
	return tuple(int(part) if part.isdigit() else part for part in text.split(".")) if text else None
