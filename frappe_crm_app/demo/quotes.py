"""What is sold, and the quotes for some of the deals: in every state, some in several versions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from frappe_crm_app.demo.data import products as data
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import at_some_hour, workday_until
from frappe_crm_app.demo.money import price_in
from frappe_crm_app.demo.quote_records import Price, Product, Quote, QuoteLine, QuoteTax, TaxClass
from frappe_crm_app.demo.records import Contact, Deal
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus, Rounding
from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.money.computing import Line, Totals, compute

DIGITS = 2  # of the demo's currencies
VALID_DAYS = 30
A_YEAR = timedelta(days=365)
OWNER = "Administrator"


@dataclass(frozen=True)
class Version:
	"""One version of a quote: where it stands, written so many days ago and valid until so many days from now; `factor` of the quantities."""

	status: QuoteStatus
	written: int
	left: int
	factor: float = 1.0


# Of each quote the outcome of its deal, and its versions in order. The first is of something that recurs.
PLANS: tuple[tuple[Outcome, tuple[Version, ...]], ...] = (
	(Outcome.WON, (Version(QuoteStatus.SUPERSEDED, 40, -8), Version(QuoteStatus.ACCEPTED, 33, -1, 0.9))),
	(Outcome.WON, (Version(QuoteStatus.ACCEPTED, 61, -30),)),
	(Outcome.WON, (Version(QuoteStatus.ACCEPTED, 25, 6),)),
	(Outcome.LOST, (Version(QuoteStatus.DECLINED, 50, -18),)),
	(Outcome.OPEN, (Version(QuoteStatus.EXPIRED, 47, -16),)),
	(Outcome.OPEN, (Version(QuoteStatus.SENT, 2, 28),)),
	(Outcome.OPEN, (Version(QuoteStatus.SENT, 6, 2),)),
	(Outcome.OPEN, (Version(QuoteStatus.VIEWED, 9, 21),)),
	(Outcome.OPEN, (Version(QuoteStatus.SUPERSEDED, 20, 10), Version(QuoteStatus.VIEWED, 12, 18, 1.2))),
	(Outcome.OPEN, (Version(QuoteStatus.SENT, 7, 23), Version(QuoteStatus.DRAFT, 1, 29, 0.8))),
	(Outcome.OPEN, (Version(QuoteStatus.DRAFT, 1, 29),)),
	(Outcome.OPEN, (Version(QuoteStatus.DRAFT, 3, 27),)),
)


def tax_classes(setting: Setting) -> tuple[TaxClass, ...]:
	"""Return the rates by which the demo is taxed."""
	return tuple(
		TaxClass(
			**begun(name_of("CRM Tax Class", number), OWNER, a_year_ago(setting)), class_name=title, rate=rate
		)
		for number, (title, rate) in enumerate(data.TAXES.items())
	)


def products(setting: Setting) -> tuple[Product, ...]:
	"""Return what is sold, with a price in each of the demo's currencies."""
	return tuple(
		Product(
			**begun(product_name(ware.code), OWNER, a_year_ago(setting)),
			product_name=ware.title,
			product_code=ware.code,
			unit=ware.unit,
			description=ware.description or None,
			recurrence=ware.recurrence,
			tax_class=name_of("CRM Tax Class", 0),
			prices=tuple(
				Price(currency, price_in(setting, currency, ware.dollars)) for currency in setting.rates
			),
		)
		for ware in data.WARES
	)


def quotes(
	random: Random, setting: Setting, deals: tuple[Deal, ...], people: tuple[Contact, ...]
) -> tuple[Quote, ...]:
	"""Return the versions of a dozen quotes, each for a deal of its own with somebody to send it to."""
	reachable = {person.name: person.full_name for person in people if person.email}
	chosen = choose(setting, [deal for deal in deals if deal.contact in reachable])
	rows: list[Quote] = []
	for number, (deal, versions) in enumerate(chosen, start=1):
		former = None
		for place, version in enumerate(versions, start=1):
			former = quote(
				random, setting, deal, number, place, version, len(rows), former, reachable[deal.contact]
			)
			rows.append(former)
	return tuple(rows)


def choose(setting: Setting, deals: list[Deal]) -> list[tuple[Deal, tuple[Version, ...]]]:
	"""Return a deal for each plan: closed ones that closed last, open ones that are probable, each once."""
	left = sorted(
		deals, key=lambda deal: (deal.closed_on or setting.today, deal.probability, deal.name), reverse=True
	)
	found = []
	for outcome, versions in PLANS:
		fitting = [each for each in left if each.outcome == outcome]
		recurring = [each for each in fitting if parts_of(each) is data.WAREHOUSE] if not found else []
		deal = next(iter(recurring or fitting), None)
		if deal:
			left.remove(deal)
			found.append((deal, versions))
	return found


def quote(
	random: Random,
	setting: Setting,
	deal: Deal,
	number: int,
	place: int,
	version: Version,
	count: int,
	former: Quote | None,
	buyer: str,
) -> Quote:
	"""Return one version of a quote."""
	written = at_some_hour(random, workday_until(setting.today - timedelta(days=version.written)))
	lines, totals = reckoned(setting, deal, version)
	is_draft = version.status == QuoteStatus.DRAFT
	quote_number = None if is_draft and not former else f"D-{setting.today.year}-{number:04}"
	title = deal.title.partition(": ")[2] or deal.title
	return Quote(
		**begun(name_of("CRM Quote", count), deal.deal_owner, written),
		title=title,
		display_number=f"{quote_number} v{place}" if quote_number else title,
		quote_number=quote_number,
		version=place,
		status=version.status,
		is_current=int(version.status != QuoteStatus.SUPERSEDED and not (is_draft and former)),
		revises=former.name if former else None,
		deal=deal.name,
		contact=deal.contact,
		customer=deal.customer,
		reference_doctype="CRM Sales Deal",
		reference_name=deal.name,
		quote_owner=deal.deal_owner,
		currency=deal.currency,
		rounding=Rounding.PER_TOTAL,
		valid_until=setting.today + timedelta(days=version.left),
		introduction=data.INTRODUCTION,
		terms=data.TERMS,
		lines=lines,
		taxes=tuple(QuoteTax(float(tax.rate), float(tax.net), float(tax.tax)) for tax in totals.taxes),
		net_total=float(totals.whole.net),
		tax_total=float(totals.whole.tax),
		gross_total=float(totals.whole.gross),
		once_total=float(totals.by_recurrence[Recurrence.ONCE].gross),
		monthly_total=float(totals.by_recurrence[Recurrence.MONTHLY].gross),
		yearly_total=float(totals.by_recurrence[Recurrence.YEARLY].gross),
		**what_became(version, written, setting.today, totals, buyer),
	)


def what_became(version: Version, written: datetime, today: date, totals: Totals, buyer: str) -> dict:
	"""Return when it was sent, seen and decided: one after the other, by yesterday at the latest."""
	status, latest = version.status, datetime.combine(today - timedelta(days=1), written.time())
	sent = None if status == QuoteStatus.DRAFT else written + timedelta(minutes=35)
	seen = (
		sent
		and status not in (QuoteStatus.SENT, QuoteStatus.EXPIRED)
		and min(sent + timedelta(hours=26), latest)
	)
	decided = seen and min(seen + timedelta(days=2), latest)
	is_accepted, is_declined = (status == each for each in (QuoteStatus.ACCEPTED, QuoteStatus.DECLINED))
	recurs = totals.by_recurrence[Recurrence.MONTHLY].net or totals.by_recurrence[Recurrence.YEARLY].net
	return {
		"sent_on": sent,
		"viewed_on": seen or None,
		"accepted_on": decided if is_accepted else None,
		"accepted_by": buyer if is_accepted else None,
		"declined_on": decided if is_declined else None,
		"decline_reason": data.DECLINED if is_declined else None,
		"renews_on": decided.date() + A_YEAR if is_accepted and recurs else None,
	}


def reckoned(setting: Setting, deal: Deal, version: Version) -> tuple[tuple[QuoteLine, ...], Totals]:
	"""Return the lines of a quote for a deal, and what they come to."""
	shares = parts_of(deal)
	wares = {ware.code: ware for ware in data.WARES}
	priced = [
		(share, wares[share.code], price_in(setting, deal.currency, wares[share.code].dollars))
		for share in shares
	]
	rate = next(iter(data.TAXES.values()))
	asked = [
		Line(
			Decimal(str(units(share, deal, price, version.factor))),
			Decimal(price),
			Decimal(str(share.discount)),
			Decimal(str(rate)),
			ware.recurrence,
			not share.is_optional or bool(share.is_chosen),
		)
		for share, ware, price in priced
	]
	totals = compute(asked, Rounding.PER_TOTAL, False, DIGITS)
	lines = tuple(
		QuoteLine(
			position=place,
			group_title=share.group or None,
			product=product_name(share.code),
			title=ware.title,
			description=ware.description or None,
			quantity=float(line.quantity),
			unit=ware.unit,
			unit_price=price,
			discount_percent=share.discount,
			tax_class=name_of("CRM Tax Class", 0),
			tax_rate=rate,
			recurrence=ware.recurrence,
			is_optional=share.is_optional,
			is_chosen=int(line.is_chosen),
			net=float(amounts.net),
			tax=float(amounts.tax),
			gross=float(amounts.gross),
		)
		for place, ((share, ware, price), line, amounts) in enumerate(
			zip(priced, asked, totals.lines, strict=True), start=1
		)
	)
	return lines, totals


def parts_of(deal: Deal) -> tuple[data.Share, ...]:
	"""Return what a quote for this deal is put together of."""
	return next((parts for word, parts in data.PUT_TOGETHER.items() if word in deal.title), data.PARCELS)


def units(share: data.Share, deal: Deal, price: int, factor: float) -> int:
	"""Return how many units of something a line offers."""
	if not share.share:
		return int(share.quantity)
	return max(1, round(deal.value * share.share * factor / max(price, 1)))


def product_name(code: str) -> str:
	"""Return the name of the row of a product."""
	return name_of("CRM Sales Product", [ware.code for ware in data.WARES].index(code))


def begun(name: str, owner: str, moment: datetime) -> dict:
	"""Return what every row has."""
	return {"name": name, "owner": owner, "creation": moment, "modified": moment, "modified_by": owner}


def a_year_ago(setting: Setting) -> datetime:
	"""Return when what is sold was listed."""
	return datetime.combine(setting.today - A_YEAR, datetime.min.time().replace(hour=9))
