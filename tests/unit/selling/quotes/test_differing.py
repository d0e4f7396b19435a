from frappe_crm_app.selling.quotes.differing import Difference, differences


def row(name: str, title: str, **values) -> dict:
	return {"name": name, "title": title, "quantity": 1.0, "unit_price": 10.0, **values}


def said(old: list[dict], new: list[dict]) -> list[tuple]:
	return [(each.what, each.title, dict(each.changes)) for each in differences(old, new)]


def test_what_is_the_same_is_not_told():
	assert said([row("a", "Crane")], [row("b", "Crane", comes_from="a", description=None)]) == []


def test_a_line_that_says_where_it_comes_from_is_that_line_whatever_it_is_called():
	old, new = [row("a", "Crane")], [row("b", "Big crane", comes_from="a", quantity=2.0)]
	changes = {"title": ["Crane", "Big crane"], "quantity": [1.0, 2.0]}
	assert said(old, new) == [(Difference.CHANGED, "Big crane", changes)]


def test_new_and_removed_lines():
	old, new = [row("a", "Crane"), row("b", "Hook")], [row("c", "Crane"), row("d", "Rope")]
	assert said(old, new) == [(Difference.ADDED, "Rope", {}), (Difference.REMOVED, "Hook", {})]


def test_two_alike_are_two():
	old = [row("a", "Crane"), row("b", "Crane")]
	assert said(old, [row("c", "Crane", comes_from="a")]) == [(Difference.REMOVED, "Crane", {})]


def test_one_of_the_same_product_was_changed_not_exchanged():
	old, new = [row("a", "Crane", product="P1")], [row("b", "Crane XL", product="P1")]
	assert said(old, new) == [(Difference.CHANGED, "Crane XL", {"title": ["Crane", "Crane XL"]})]


def test_another_order_is_no_difference():
	old = [row("a", "Crane"), row("b", "Hook")]
	assert said(old, [row("c", "Hook", comes_from="b"), row("d", "Crane", comes_from="a")]) == []
