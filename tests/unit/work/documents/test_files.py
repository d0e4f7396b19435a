"""The words of PDFs, read by a program of its own."""

import subprocess
import sys

from frappe_crm_app.work.documents import pdf_words


def test_a_program_of_its_own_reads_the_words_of_a_pdf(tmp_path):
	text = b"BT /F1 24 Tf 72 700 Td (Crane contract for Oslo) Tj ET"
	file = tmp_path / "a"
	file.write_bytes(simple_pdf(text))
	program = [sys.executable, pdf_words.__file__, str(file)]
	done = subprocess.run(program, capture_output=True, timeout=60, check=True)
	assert done.stdout.decode().split() == ["Crane", "contract", "for", "Oslo"]


def test_a_broken_pdf_ends_the_program_and_nothing_else(tmp_path):
	file = tmp_path / "a"
	file.write_bytes(b"%PDF-1.7 nothing")
	done = subprocess.run(
		[sys.executable, pdf_words.__file__, str(file)], capture_output=True, timeout=60, check=False
	)
	assert done.returncode != 0


def simple_pdf(stream: bytes) -> bytes:
	"""Return a PDF of one page that draws this."""
	objects = [
		b"<</Type/Catalog/Pages 2 0 R>>",
		b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
		b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	]
	body, places = b"%PDF-1.4\n", []
	for number, each in enumerate(objects, 1):
		places.append(len(body))
		body += b"%d 0 obj%s endobj\n" % (number, each)
	table = b"".join(b"%010d 00000 n \n" % place for place in places)
	trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
	return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer
