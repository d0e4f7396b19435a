"""What clearing must spare: demo rows that records of the site's own point to.

Pure: a row is a `(DocType, name)`, a link a pair of rows. A link says "as long as the left one is there, the right one
must be".
"""

from collections import defaultdict
from collections.abc import Iterable

Row = tuple[str, str]


def reasons_to_stay(roots: Iterable[Row], links: Iterable[tuple[Row, Row]]) -> dict[Row, Row]:
	"""Return every row that can be reached from `roots`, each with the root it was reached from first."""
	targets = defaultdict(list)
	for source, target in links:
		targets[source].append(target)
	reasons = {root: root for root in roots}
	waiting = list(reasons)
	while waiting:
		row = waiting.pop()
		for target in targets[row]:
			if target not in reasons:
				reasons[target] = reasons[row]
				waiting.append(target)
	return reasons
