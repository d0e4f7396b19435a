"""When a card rots."""

from datetime import datetime, timedelta

import pytest

from frappe_crm_app.screens.board.rotting import days_between, is_rotting

NOW = datetime(2026, 11, 24, 12)


def ago(**span) -> datetime:
	return NOW - timedelta(**span)


@pytest.mark.parametrize(
	("entered_on", "active_on", "rots_after", "rots"),
	[
		(ago(days=8), None, 7, True),
		(ago(days=7, hours=23), None, 7, False),
		(ago(days=30), ago(days=2), 7, False),
		(ago(days=2), ago(days=30), 7, False),
		(ago(days=30), ago(days=20), 7, True),
		(ago(days=300), None, 0, False),
		(None, None, 7, False),
	],
)
def test_a_card_rots_after_days_without_move_or_activity(entered_on, active_on, rots_after, rots):
	assert is_rotting(entered_on, active_on, rots_after, NOW) is rots


@pytest.mark.parametrize(
	("start", "days"), [(ago(hours=23), 0), (ago(hours=25), 1), (ago(days=-1), 0), (None, 0)]
)
def test_days_are_whole_and_never_negative(start, days):
	assert days_between(start, NOW) == days
