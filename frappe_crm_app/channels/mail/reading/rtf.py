"""The compressed RTF of Outlook (MS-OXRTFCP), unpacked up to a bound."""

LONGEST = 5_000_000  # bytes, unpacked
WINDOW = 4096
COMPRESSED, PLAIN = b"LZFu", b"MELA"
BEGINNING = (
	rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
	rb"Times New RomanCourier{\colortbl\red0\green0\blue0"
	+ b"\r\n"
	+ rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def decompress(content: bytes) -> bytes:
	"""Return the RTF; `b""` for what is none, and as much as is there of what ends in the middle."""
	kind, size = content[8:12], int.from_bytes(content[4:8], "little")
	if kind == PLAIN:
		return content[16 : 16 + size]
	return unpacked(content[16:], min(size, LONGEST)) if kind == COMPRESSED else b""


def unpacked(content: bytes, size: int) -> bytes:
	"""Return what a row of runs is: eight bits, each for a byte or for where in the last 4,096 bytes as many follow again."""
	window, write, written = bytearray(BEGINNING.ljust(WINDOW, b"\0")), len(BEGINNING), bytearray()
	position = 0
	while position < len(content) and len(written) < size:
		flags, position = content[position], position + 1
		for bit in range(8):
			if flags >> bit & 1:
				pair = content[position : position + 2]
				start, length = int.from_bytes(pair, "big") >> 4, (pair[-1] & 15 if pair else 0) + 2
				if len(pair) < 2 or start == write % WINDOW:
					return bytes(written[:size])
				run = [(start + step) % WINDOW for step in range(length)]
				position += 2
			else:
				if position >= len(content):
					return bytes(written[:size])
				run, position = [-1 - content[position]], position + 1
			for place in run:
				byte = window[place] if place >= 0 else -1 - place
				window[write % WINDOW] = byte
				write += 1
				written.append(byte)
	return bytes(written[:size])
