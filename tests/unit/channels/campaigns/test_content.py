"""What a campaign says, made ready once."""

import html

import pytest

from frappe_crm_app.channels.campaigns.content import ContentError, Footer, plain_text, prepare
from frappe_crm_app.channels.campaigns.slots import SlotError

NAMES = ("first_name",)
PAGE = """<html><head><style>p { color: red } @media (max-width: 9em) { p { color: blue }}</style></head>
<body><p>Hello {{ first_name or "there" }}, see <a href="https://a.example/?x=1&amp;y=2">our cranes</a>,
<a href='http://b.example/'>boats</a>, <a href="https://a.example/?x=1&amp;y=2">cranes again</a>,
<a href="mailto:a@b.example">a mail</a> and <a href="https://c.example/{{ first_name }}">yours</a>.</p></body></html>"""


def test_styles_stand_at_their_elements():
	page = prepare(PAGE, NAMES).html.fill({})
	assert '<p style="color: red;">' in page
	assert "@media" in page


def test_links_to_the_web_are_numbered_each_once():
	content = prepare(PAGE, NAMES)
	assert content.links == ("https://a.example/?x=1&y=2", "http://b.example/")
	page = content.html.fill({"link_1": "https://crm.example/1", "link_2": "https://crm.example/2"})
	assert page.count('href="https://crm.example/1"') == 2
	assert page.count('href="https://crm.example/2"') == 1
	assert "a.example" not in page
	assert "mailto:a@b.example" in page


def test_a_link_with_something_of_the_person_goes_where_it_says():
	assert 'href="https://c.example/Ada"' in prepare(PAGE, NAMES).html.fill({"first_name": "Ada"})


def test_a_target_has_no_line_breaks_for_it_becomes_a_header():
	content = prepare('<a href="https://a.example/x&#13;&#10;X-Evil: 1">a</a>', NAMES)
	assert content.links == ("https://a.example/xX-Evil: 1",)


def test_the_text_says_the_same_with_the_same_links():
	text = prepare(PAGE, NAMES).text.fill({"first_name": "Ada", "link_1": "https://crm.example/1"})
	assert text.startswith("Hello Ada, see our cranes <https://crm.example/1>")
	assert "<" in text


def test_who_cannot_unsubscribe_by_the_content_can_by_its_end():
	content = prepare(PAGE, NAMES, footer=Footer("You get this as a customer.", "Unsubscribe"))
	values = {"preferences_url": "https://crm.example/p"}
	assert '<a href="https://crm.example/p">Unsubscribe</a></p></body>' in content.html.fill(values)
	assert "Unsubscribe <https://crm.example/p>" in content.text.fill(values)


@pytest.mark.parametrize("name", ["preferences_url", "unsubscribe_url"])
def test_content_by_which_one_unsubscribes_gets_no_second_link(name):
	source = f'<p>Hi. <a href="{{{{ {name} }}}}">Stop</a></p>'
	content = prepare(source, NAMES, footer=Footer("", "Unsubscribe"))
	page = content.html.fill({name: "https://crm.example/p"})
	assert 'href="https://crm.example/p"' in page
	assert "Unsubscribe" not in page
	assert "Stop <https://crm.example/p>" in content.text.fill({name: "https://crm.example/p"})


def test_the_preview_text_is_hidden_in_the_mail_and_not_in_its_text():
	content = prepare("<p>Hi</p>", NAMES, preheader="For {{ first_name }} & you")
	page = content.html.fill({"first_name": "Ada"})
	assert "display:none" in page
	assert "For Ada &amp; you" in page
	assert content.text.fill({}) == "Hi"


def test_a_fallback_is_filled_in_as_the_text_that_it_is():
	source = """<p>{{ first_name or "Ann &amp; &lt;b&gt;" }}, {{ first_name or "R&D" }}</p>"""
	content = prepare(source, NAMES, 'For {{ first_name or "you & us" }}')
	page = content.html.fill({}, html.escape)
	assert "<p>Ann &amp; &lt;b&gt;, R&amp;D</p>" in page
	assert "For you &amp; us<" in page
	assert content.text.fill({}).strip() == "Ann & <b>, R&D"


def test_nothing_is_fetched_for_its_styles(tmp_path):
	sheet = tmp_path / "secret.css"
	sheet.write_text("p { color: purple }")
	page = f'<html><head><link rel="stylesheet" href="file://{sheet}"></head><body><p>Hi</p></body></html>'
	assert "purple" not in prepare(page, NAMES).html.fill({})


def test_a_number_of_ours_cannot_be_written_by_hand():
	with pytest.raises(SlotError):
		prepare('<a href="{{ link_1 }}">x</a>', NAMES)


def test_what_looks_like_a_slot_that_was_put_aside_is_a_text():
	assert "slot-7-slot" in prepare("<p>slot-7-slot</p>", NAMES).html.fill({})


def test_too_much_is_refused():
	with pytest.raises(ContentError):
		prepare("x" * 500_001, NAMES)
	with pytest.raises(ContentError):
		prepare("".join(f'<a href="https://a.example/{n}">x</a>' for n in range(201)), NAMES)


def test_people_are_shown_the_text_with_its_places():
	assert plain_text("<p>Hello {{ first_name }},<br>bye</p>") == "Hello {{ first_name }},\nbye"
