"""The icons of phones are those of the drawing."""

import pytest
from PIL import Image, ImageChops

from scripts.icons import ICONS, IMAGES, SVG, Icon, draw, rectangles

GREEN, WHITE = (0x2F, 0x6F, 0x62), (255, 255, 255)
MOST_BYTES = 10_000


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.name)
def test_what_is_stored_is_what_is_drawn(icon: Icon):
	with Image.open(IMAGES / icon.name) as stored:
		assert stored.size == (icon.size, icon.size)
		differences = ImageChops.difference(stored.convert("RGBA"), draw(icon).convert("RGBA"))
	assert max(high for _low, high in differences.getextrema()) <= 4  # as other versions of Pillow draw
	assert (IMAGES / icon.name).stat().st_size < MOST_BYTES


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.name)
def test_the_ground_is_green_and_the_first_bar_white(icon: Icon):
	with Image.open(IMAGES / icon.name) as stored:
		picture = stored.convert("RGBA")
	assert picture.getpixel((icon.size // 2, icon.size * 9 // 10)) == (*GREEN, 255)
	assert picture.getpixel((icon.size * 18 // 64, icon.size // 2)) == (*WHITE, 255)
	assert picture.getpixel((0, 0))[3] == (255 if icon.fills else 0)


def test_the_drawing_holds_rectangles_alone():
	assert len(list(rectangles(SVG.read_text(encoding="utf-8")))) == 4
	with pytest.raises(ValueError, match="no rectangle"):
		list(rectangles('<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>'))
