"""Which mails are fetched together: as many as fit into so many bytes, a larger one alone (no frappe)."""

from collections.abc import Iterator, Mapping, Sequence

MOST_BYTES = 8_000_000
MOST_MAILS = 100


def batches(
	uids: Sequence[int], sizes: Mapping[int, int], most_bytes: int = MOST_BYTES, most_mails: int = MOST_MAILS
) -> Iterator[list[int]]:
	"""Yield the UIDs in their order, in batches; one whose size is not known is taken for a small one."""
	batch: list[int] = []
	taken = 0
	for uid in uids:
		size = sizes.get(uid, 0)
		if batch and (taken + size > most_bytes or len(batch) >= most_mails):
			yield batch
			batch, taken = [], 0
		batch.append(uid)
		taken += size
	if batch:
		yield batch


def as_set(uids: Sequence[int]) -> str:
	"""Return UIDs as IMAP writes a set of them, neighbours as a range: `1:3,7`."""
	parts: list[list[int]] = []
	for uid in sorted(uids):
		if parts and uid <= parts[-1][1] + 1:
			parts[-1][1] = uid
		else:
			parts.append([uid, uid])
	return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in parts)
