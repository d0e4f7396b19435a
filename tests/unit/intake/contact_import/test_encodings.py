"""In which encoding a text is, and that no character of it is dropped."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frappe_crm_app.intake.contact_import.encodings import ENCODINGS, STRAY, detect_encoding, encoding_of
from frappe_crm_app.intake.contact_import.reading import open_table
from frappe_crm_app.intake.contact_import.tables import Fault, FileProblem, ReadingChoices, UnreadableFile

PEOPLE = {
	"cp1250": [("Łukasz", "Wiśniewski"), ("Jiří", "Dvořák"), ("Zdeněk", "Šťastný")],
	"cp1251": [("Иван", "Кузнецов"), ("Ольга", "Щербакова")],
	"cp1252": [("François", "Lefèvre"), ("Hélène", "Côté"), ("Jürgen", "Groß")],
	"cp1253": [("Γιώργος", "Παπαδόπουλος"), ("Ελένη", "Νικολάου")],
	"cp1254": [("Ayşe", "Yılmaz"), ("Gökhan", "Çağlar"), ("İbrahim", "Şahin")],
	"cp1256": [("محمد", "العربي"), ("فاطمة", "الزهراء")],
	"cp932": [("太郎", "山田"), ("花子", "佐藤")],
	"euc_jp": [("太郎", "山田"), ("花子", "佐藤")],
	"big5": [("志明", "陳"), ("春嬌", "林")],
	"gb18030": [("伟", "王"), ("芳", "李"), ("秀英", "张")],
	"cp949": [("민수", "김"), ("영희", "이")],
	"mac_roman": [("José", "Núñez"), ("Zoë", "Müller"), ("Antoñita", "Peña")],
}


def as_file(tmp_path, people, encoding):
	lines = ["First Name,Last Name,Email", *(f"{first},{last},a@x.example" for first, last in people)]
	path = tmp_path / "people.csv"
	path.write_bytes("\r\n".join(lines).encode(encoding))
	return path


def names(path, choices=ReadingChoices()) -> list[tuple[str, str]]:  # noqa: B008 frozen
	with open_table(path, choices) as table:
		return [tuple(row.cells[:2]) for row in table.rows]


@pytest.mark.parametrize("encoding", PEOPLE)
def test_the_encoding_is_found(tmp_path, encoding):
	path = as_file(tmp_path, PEOPLE[encoding], encoding)
	assert names(path) == PEOPLE[encoding]


@pytest.mark.parametrize("encoding", PEOPLE)
def test_the_encoding_that_is_chosen_is_used(tmp_path, encoding):
	path = as_file(tmp_path, PEOPLE[encoding], encoding)
	assert names(path, ReadingChoices(encoding=encoding)) == PEOPLE[encoding]


def test_what_tells_the_encoding_may_stand_at_the_end(tmp_path):
	path = as_file(tmp_path, [("Ada", "King")] * 50_000 + PEOPLE["cp1251"], "cp1251")
	assert detect_encoding(path).name == "cp1251"


def test_stray_bytes_in_utf8_are_read_and_said(tmp_path):
	path = tmp_path / "people.csv"
	lines = ["First Name,Last Name", *["Zoë,Núñez"] * 5]
	path.write_bytes("\n".join(lines).encode() + b"\nFran\xe7ois,Petit\n")
	with open_table(path) as table:
		rows = list(table.rows)
	assert rows[-1].cells == ["François", "Petit"]
	assert [row.fault for row in rows] == [None] * 5 + [Fault.STRAY_BYTES]


def test_an_encoding_that_nobody_offers_is_refused(tmp_path):
	path = as_file(tmp_path, [("Ada", "King")], "utf-8")
	with pytest.raises(UnreadableFile) as error:
		encoding_of(path, "klingon")
	assert error.value.problem == FileProblem.NO_SUCH_ENCODING


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_on_offer_is_known(encoding):
	assert codecs.lookup(encoding)


LETTERS = bytes(set(range(0x21, 0x100)) - set(b"\"',;|") - {0x85})


@settings(max_examples=100)
@given(
	st.lists(st.sampled_from(LETTERS), max_size=40).map(bytes),
	st.sampled_from([name for name in ENCODINGS if "16" not in name]),
)
def test_whatever_is_chosen_no_character_is_dropped(tmp_path_factory, noise, encoding):
	path = tmp_path_factory.mktemp("property") / "people.csv"
	path.write_bytes(b"First Name,Last Name\nAda,x" + noise + b"\n")
	expected = (b"x" + noise).decode(encoding, errors="surrogateescape")
	(row,) = names(path, ReadingChoices(encoding=encoding))
	assert len(row[1]) == len(expected)
	assert not STRAY.search(row[1])


def test_stray_bytes_keep_their_number(tmp_path):
	path = tmp_path / "people.csv"
	path.write_bytes(b"First Name,Last Name\nA\xff\xfe\x81da,King\n")
	assert names(path, ReadingChoices(encoding="utf-8")) == [("Aÿþ\ufffdda", "King")]
