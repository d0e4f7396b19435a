"""What becomes of each file that users of CRMs have reported, as a table: written before the code.

A file is imported into a site without people (`people` as `Full Name <email>`, an email being `-` where there is none), or refused with a
sentence. `problems` are the rows not taken, by number, with the beginning of their sentence; `notes` the same of rows that are taken.
Phones are expected of a site in the United States.
"""

from dataclasses import dataclass, field

BROKEN_QUOTES = "A quotation mark is not closed"
SHIFTED = "The row has more cells than the headings"
NO_FIRST_NAME, NO_LAST_NAME = "First name is missing.", "Last name is missing."
GARBLED = "looks garbled"


@dataclass(frozen=True)
class Expected:
	"""What an import of a file does."""

	people: tuple[str, ...] = ()
	problems: dict[int, str] = field(default_factory=dict)
	notes: dict[int, str] = field(default_factory=dict)
	encoding: str = ""
	refused: str = ""


REPORTED = {
	# --- encodings: detected, no character dropped
	"01_cp1251_ru.csv": Expected(
		(
			"Иван Кузнецов <hunt01a@ru.example>",
			"Ольга Щербакова <hunt01b@ru.example>",
			"Пётр Жуков <hunt01c@ru.example>",
		),
		encoding="cp1251",
	),
	"02_cp1250_pl.csv": Expected(
		(
			"Łukasz Wiśniewski <hunt02a@pl.example>",
			"Małgorzata Dąbrowska <hunt02b@pl.example>",
			"Jiří Dvořák <hunt02c@cz.example>",
		),
		encoding="cp1250",
	),
	"03_sjis.csv": Expected(
		("太郎 山田 <hunt03a@jp.example>", "花子 佐藤 <hunt03b@jp.example>"), encoding="cp932"
	),
	"04_macroman.csv": Expected(
		("José Núñez <hunt04a@es.example>", "Zoë Müller <hunt04b@de.example>"), encoding="mac_roman"
	),
	"05_utf8_one_bad_byte.csv": Expected(
		(
			"José Núñez <hunt05a@es.example>",
			"François Petit <hunt05b@fr.example>",
			"Łukasz Żak <hunt05c@pl.example>",
		),
		notes={3: "Some characters do not belong to the encoding"},
		encoding="utf-8",
	),
	"06_utf16_tab.txt.csv": Expected(("Zoë 山田 <hunt06a@x.example>",), encoding="utf-16"),
	"07_cp1256_ar.csv": Expected(
		("محمد العربي <hunt07a@ar.example>", "فاطمة الزهراء <hunt07b@ar.example>"), encoding="cp1256"
	),
	"71_utf8_mojibake.csv": Expected(
		("JosÃ© NÃºÃ±ez <hunt71a@x.example>", "Fran\ufffdois Petit <hunt71b@x.example>"),
		notes={2: GARBLED, 3: GARBLED},
	),
	# --- where the table begins
	"11_sep_line.csv": Expected(("Ada Sepline <hunt11@x.example>",)),
	"12_title_rows.csv": Expected(("Ada Titlerow <hunt12@x.example>",)),
	"43_no_header.csv": Expected(problems={1: NO_FIRST_NAME, 2: NO_FIRST_NAME}),
	"68_bom_quoted.csv": Expected(("Bom Quoted <hunt68a@x.example>",)),
	"69_bom_twice.csv": Expected(("Bom Twice <hunt69a@x.example>",)),
	# --- quotes, delimiters, cells
	"13_unclosed_quote.csv": Expected(
		("Dee Unq <hunt13d@x.example>",), {2: BROKEN_QUOTES, 3: BROKEN_QUOTES, 4: BROKEN_QUOTES}
	),
	"14_inner_quote.csv": Expected(("Mia Inq <hunt14b@x.example>",), {2: BROKEN_QUOTES, 4: BROKEN_QUOTES}),
	"15_quoted_newline.csv": Expected(("Ann Qnl <hunt15a@x.example>", "Bob Qnl <hunt15b@x.example>")),
	"41_semicolon_in_comma.csv": Expected(
		("Sem Col <hunt41a@x.example>", "Sem Col2 <hunt41b@x.example>"),
		notes={
			2: "Further companies are not taken: B; C.",
			3: "Further companies are not taken: E; F; G; H.",
		},
	),
	"42_trailing_delims.csv": Expected(
		("Tra Del <hunt42a@x.example>", "Tra Del2 <hunt42b@x.example>"),
		notes={4: "There are more cells than columns"},
	),
	"44_missing_cells_shifted.csv": Expected(problems={2: SHIFTED}),
	"66_cr_in_middle.csv": Expected(("Cra Mid <hunt66a@x.example>", "Bra Mid <hunt66b@x.example>")),
	"67_pipe.csv": Expected(problems={2: "“Pip,E,hunt67a@x.example” is no name"}),
	"70_semicolon_decimal.csv": Expected(("Se,mi Colon <hunt70a@x.example>",)),
	# --- workbooks
	"51_formulas_uncached.xlsx": Expected(
		problems={2: "Email is a formula without a value.", 3: "Company is a formula without a value."}
	),
	"52_merged.xlsx": Expected(
		("Mer Ged1 <hunt52a@x.example>", "Mer Ged2 <hunt52b@x.example>", "Mer Ged3 <hunt52c@x.example>")
	),
	"53_second_sheet.xlsx": Expected(("She Et2 <hunt53a@x.example>",)),
	"55_hidden_row_two_sheets.xlsx": Expected(
		("Fil Shown <hunt55a@x.example>", "Fil Hiddenrow <hunt55b@x.example>")
	),
	"56_errors.xlsx": Expected(("Err Cell1 <hunt56a@x.example>", "Err Cell2 <->")),
	"58_newline_header.xlsx": Expected(("New Line Cell <hunt58a@x.example>",)),
	# --- what is no table
	"59_html_as.xls": Expected(refused="The file is a web page (HTML or XML), whatever its name says."),
	"95_protected.xlsx": Expected(refused="The workbook is protected by a password."),
	"97_people.vcf": Expected(refused="The file holds visiting cards (vCard)."),
	# --- who is who
	"16_shared_mail.csv": Expected(
		("Peter Sharedson <family16@x.example>", "Ola Other <info16@x.example>"),
		{
			3: "family16@x.example is the email of Peter Sharedson.",
			5: "info16@x.example is the email of Ola Other.",
		},
	),
	"17_phone_only.csv": Expected(("Phil Phoneonly <->",)),
	"36_sci_ids.csv": Expected(
		("Sci Idtest3 <hunt36c@x.example>", "Sci Idtest4 <hunt36d@x.example>"),
		{2: "“1.00457E+17” is no ID any more", 3: "“1.00457E+17” is no ID any more"},
	),
	"73_rename_existing.csv": Expected(("Anna Svobodova <office73@x.example>",)),
	# --- cells that say nothing
	"35_placeholders.csv": Expected(
		("Nora Plactest <hunt35a@x.example>", "Olaf Plactest <->", "Test Plactest <hunt35d@x.example>"),
		{2: NO_FIRST_NAME, 5: NO_FIRST_NAME},
	),
	"62_errors_text.csv": Expected(
		("Err Texttest <hunt62a@x.example>", "Test Test <test@test.com>", "123 456 <hunt62f@x.example>"),
		{3: NO_FIRST_NAME, 4: NO_FIRST_NAME, 6: NO_FIRST_NAME},
	),
	# --- names
	"33_single_and_full.csv": Expected(
		("Maria del Carmen Lopez Garcia <hunt33b@x.example>", "Jan van der Berg <hunt33c@x.example>"),
		{2: NO_LAST_NAME},
	),
	"38_long.csv": Expected(
		problems={
			2: "Last Name is longer than 140 characters.",
			3: "Job Title is longer than 140 characters.",
			4: "Company is longer than 140 characters.",
		}
	),
	"64_fname_initials.csv": Expected(
		(
			f"VeryLong{'o' * 130} X <hunt64a@x.example>",
			"Adéle Decómp <hunt64b@x.example>",
			"Ōsaka ǅurić <hunt64c@x.example>",
		),
	),
	"94_curly.csv": Expected(("Amy D’Hunter <hunt94a@x.example>", "Amy D'Hunter <hunt94b@x.example>")),
	# --- exports of other programs
	"20_hubspot.csv": Expected(
		("Hugo Hubtest <hunt20a@x.example>",),
		{3: "“2.02556E+09” is not a phone number."},
		{2: "Further companies are not taken: Red Hunt LLC."},
	),
	"21_pipedrive.csv": Expected(("Pia Piptest <hunt21a@x.example>",), {3: NO_LAST_NAME}),
	"21b_pipedrive_short.csv": Expected(("Pia Shorttest <hunt21c@x.example>",)),
	"22_zoho.csv": Expected(("Zoe Zohtest <hunt22a@x.example>",)),
	"23_google.csv": Expected(("Gil Gootest <hunt23a@x.example>",), {3: NO_LAST_NAME}),
	"24_outlook.csv": Expected(("Otto Outtest <hunt24a@x.example>",)),
	"25_salesforce.csv": Expected(("Sal Saltest <hunt25a@x.example>", "Sal Saltest2 <hunt25b@x.example>")),
	"28_facebook_leads.csv": Expected(("Fay Fbtest <hunt28a@x.example>",)),
	"29_espocrm.csv": Expected(("Esp Esptest <hunt29a@x.example>",)),
	"30_erpnext_contact.csv": Expected(
		("Ada Erptest <hunt30a@x.example>",), notes={2: "The status “Passive” is unknown"}
	),
	"89_custom_cols.csv": Expected(
		("Cus Tomcols <hunt89a@x.example>",),
		notes={2: "Nobody to whom you may give contacts is called “marcus.oyelaran@crm-desk.example”"},
	),
	"91_german_headers.csv": Expected(("Ger Header <hunt91a@x.example>",)),
	"98_no_note_lost_column.csv": Expected(("Mo Bile1 <hunt98a@x.example>", "Mo Bile2 <hunt98b@x.example>")),
	# --- emails
	"40_mailforms.csv": Expected(
		(
			"Mf A <hunt40a@x.example>",
			"Mf B <hunt40b@x.example>",
			"Mf D <hunt40d@x.example>",
			"Mf E <hunt40f@x.example>",
			"Mf G <hunt40h@x.example>",
			"Mf H <hunt40i+news@x.example>",
		),
		{4: "“hunt40c@x.example.” is not an email address.", 7: SHIFTED, 10: SHIFTED},
	),
	"65_emails_many.csv": Expected(
		(
			"Role Mail1 <info@hunt65.example>",
			"Role Mail2 <sales@hunt65.example>",
			"Role Mail3 <noreply@hunt65.example>",
		)
	),
	"92_rejected.csv": Expected(
		problems={2: "“not-a-mail” is not an email address.", 3: "“also bad” is not an email address."}
	),
}
