"""What the page's script says, in the reader's language; `{0}` and on are places of values."""

from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import CallOutcome, NoteStatus
from frappe_crm_app.kit.phrases import plural_forms


def texts() -> dict:
	"""Return the texts by the names that `public/js/crm_go/texts.js` gives them; of one that counts, each plural form by its name."""
	return {
		**around_the_day(),
		**of_logging(),
		**of_waiting(),
		"outcomes": {str(each): _(each) for each in CallOutcome},
		"statuses": {str(each): _(each) for each in NoteStatus},
	}


def around_the_day() -> dict:
	return {
		"heading": _("Quick Log"),
		"today": _("Today"),
		"overdue": _("Overdue"),
		"all_done": _("Nothing is overdue or due today."),
		"more": _("{0} of {1} are shown. The rest is on Today in the desk."),
		"search": _("Search people, companies and deals"),
		"found": _("Found"),
		"on_this_phone": _("On this phone"),
		"nothing_found": _("Nothing was found."),
		"nothing_found_here": _("Nothing of this was opened on this phone before."),
		"desk": _("Desk"),
		"log_out": _("Log Out"),
		"online": _("Up to date."),
		"offline": _("Offline. This was fetched at {0}."),
		"offline_empty": _("Offline. Nothing was fetched on this phone yet."),
		"insecure": _("Without HTTPS, this page does not open offline."),
		"logged_out": _("You are logged out. What was stored on this phone was removed."),
		"log_in": _("Log In"),
		"failed": _("That did not work. Please try again."),
		"close": _("Close"),
	}


def of_logging() -> dict:
	return {
		"call": _("Call"),
		"call_whom": _("Call {0}"),
		"mail": _("Email"),
		"mail_whom": _("Write to {0}"),
		"log": _("Log"),
		"log_what": _("Log: {0}"),
		"complete": _("Complete the call"),
		"log_call": _("Log a call"),
		"done": _("Done"),
		"note": _("Add a Note"),
		"happened": _("What happened"),
		"say": _("Say in a few words what happened."),
		"next_step": _("Next step"),
		"none": _("None"),
		"tomorrow": _("Tomorrow"),
		"in_three_days": _("In 3 Days"),
		"next_week": _("Next Week"),
		"date": _("On a Date"),
		"which_date": _("Date of the next step"),
		"choose_date": _("Choose a day that is ahead."),
		"saved": _("Noted."),
		"saved_offline": _("Noted on this phone. It is sent as soon as there is a connection."),
		"cannot_log": _("Your roles only let you read."),
	}


def of_waiting() -> dict:
	return {
		"waiting": _("Not sent yet"),
		"waits": _("Waits for a connection."),
		"yours": _("You noted"),
		"now": _("Now it is"),
		"due_on": _("Due on {0}"),
		"assigned_to": _("Assigned to {0}"),
		"completed_by": _("Completed by {0}"),
		"add_as_note": _("Add as a Note"),
		"discard": _("Discard"),
		"send_again": _("Send Again"),
		"lose": plural_forms(
			"1 entry was not sent yet and would be lost.",
			"{0} entries were not sent yet and would be lost.",
		),
		"lost": plural_forms(
			"1 entry had not been sent and was removed, too.",
			"{0} entries had not been sent and were removed, too.",
		),
		"stay": _("Stay"),
	}
