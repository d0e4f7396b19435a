"""What waits for what: a mapping of each name to those that it waits for."""

from collections.abc import Collection, Iterator, Mapping

Waiting = Mapping[str, Collection[str]]


def circle_in(waiting: Waiting) -> list[str]:
	"""Return names that wait for each other in a circle, each for the next one, or nothing where there is none."""
	done: set[str] = set()
	for start in waiting:
		found = circle_from(start, waiting, done)
		if found:
			return found
	return []


def circle_from(start: str, waiting: Waiting, done: set[str]) -> list[str]:
	"""Return a circle that is reached from `start`; what is in none is added to `done`. Without recursion: chains are long."""
	way: list[str] = []
	open_ones: list[tuple[str, Iterator[str]]] = [(start, iter(waiting.get(start, ())))]
	on_way = {start}
	way.append(start)
	if start in done:
		return []
	while open_ones:
		name, rest = open_ones[-1]
		following = next((each for each in rest if each not in done), None)
		if following is None:
			open_ones.pop()
			done.add(name)
			on_way.discard(way.pop())
		elif following in on_way:
			return way[way.index(following) :]
		else:
			open_ones.append((following, iter(waiting.get(following, ()))))
			way.append(following)
			on_way.add(following)
	return []


def in_order(waiting: Waiting) -> list[str]:
	"""Return the names so that each comes after what it waits for; names in a circle are left out."""
	left = {name: {each for each in others if each in waiting} for name, others in waiting.items()}
	followers: dict[str, list[str]] = {name: [] for name in left}
	for name, others in left.items():
		for each in others:
			followers[each].append(name)
	ready, ordered = [name for name, others in left.items() if not others], []
	while ready:
		name = ready.pop()
		ordered.append(name)
		for follower in followers[name]:
			left[follower].discard(name)
			if not left[follower]:
				ready.append(follower)
	return ordered
