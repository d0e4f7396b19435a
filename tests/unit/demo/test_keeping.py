"""What stays because something else needs it."""

from frappe_crm_app.demo.keeping import reasons_to_stay

OWN, DEAL, CONTACT, CUSTOMER = ("Deal", "own"), ("Deal", "d"), ("Contact", "c"), ("Customer", "k")


def test_what_a_root_points_to_stays_and_so_does_what_that_needs():
	links = [(OWN, CONTACT), (CONTACT, CUSTOMER)]
	assert reasons_to_stay([OWN], links) == {OWN: OWN, CONTACT: OWN, CUSTOMER: OWN}


def test_what_nothing_points_to_has_no_reason_whatever_it_points_to_itself():
	assert reasons_to_stay([OWN], [(DEAL, CUSTOMER), (OWN, CONTACT)]) == {OWN: OWN, CONTACT: OWN}


def test_a_circle_ends():
	assert set(reasons_to_stay([OWN], [(OWN, CUSTOMER), (CUSTOMER, CONTACT), (CONTACT, CUSTOMER)])) == {
		OWN,
		CUSTOMER,
		CONTACT,
	}
