"""Pictures for the documentation: few bytes, and nobody sees a difference."""

from collections import Counter
from pathlib import Path

Color = tuple[int, int, int]
MOST = 256  # colours of a PNG with a palette
KEPT = 192  # of these, how many are the most frequent ones; the others are those farthest from them


def shrink(file: Path) -> None:
	"""Store a picture with 256 colours, in less than half of its bytes; grounds and texts keep theirs exactly."""
	from PIL import Image

	with Image.open(file) as picture:
		pixels, size = list(picture.convert("RGB").getdata()), picture.size
	places = places_of(Counter(pixels))
	reduced = Image.new("P", size)
	reduced.putpalette([part for color in palette_of(places) for part in color])
	reduced.putdata([places[pixel][1] for pixel in pixels])
	reduced.save(file, optimize=True)


def places_of(counted: Counter[Color]) -> dict[Color, tuple[Color, int]]:
	"""Map each colour to the one that it is stored as, and that one's place in the palette."""
	colors = [color for color, _number in counted.most_common()]
	chosen, others = colors[:KEPT], colors[KEPT:]
	nearest = {color: min((distance(color, each), each) for each in chosen) for color in others}
	while others and len(chosen) < MOST:
		farthest = max(others, key=lambda color: nearest[color])
		chosen.append(farthest)
		nearest = {color: min(nearest[color], (distance(color, farthest), farthest)) for color in others}
	places = {color: place for place, color in enumerate(chosen)}
	stored = {color: color for color in chosen} | {color: nearest[color][1] for color in others}
	return {color: (as_, places[as_]) for color, as_ in stored.items()}


def palette_of(places: dict[Color, tuple[Color, int]]) -> list[Color]:
	"""Return the colours that are stored, in the order of the palette."""
	stored = sorted(set(places.values()), key=lambda each: each[1])
	return [color for color, _place in stored]


def distance(one: Color, other: Color) -> int:
	return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
