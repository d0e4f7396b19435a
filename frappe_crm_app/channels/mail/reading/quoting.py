"""What somebody newly wrote in a mail, without what they answered to and their signature: for the beginning that lists show.

It is a small rule of our own, which may leave too much, since no rule knows all programs; the text itself is never cut.
"""

import re

SHOWN = 200  # characters
LOOKED_AT = 20_000  # characters of a text
SIGNATURES = ("-- ", "--", "—")
RULED = re.compile(
	r"[-_ ]*(?:original message|original-nachricht|ursprüngliche nachricht|message d'origine|message d’origine|mensaje original|messaggio originale"
	r"|oorspronkelijk bericht|mensagem original|wiadomość oryginalna|пересланное сообщение|forwarded message|weitergeleitete nachricht"
	r"|begin forwarded message|anfang der weitergeleiteten nachricht)[-_: ]*",
	re.I,
)
SENDER = re.compile(
	r"[*\s]{0,4}(?:from|von|de|da|van|od|från|fra|lähettäjä|от|kimden|发件人|差出人)\s{0,2}[*\s]{0,2}[:：]",
	re.I,
)
DATE = re.compile(
	r"[*\s]{0,4}(?:sent|date|gesendet|datum|envoyé|fecha|enviado|inviato|data|verzonden|wysłano|skickat|sendt|дата|отправлено|发送时间|日期|日付|送信日時)"
	r"\s{0,2}[*\s]{0,2}[:：]",
	re.I,
)
INTRODUCTION = re.compile(r"(?:\S.{0,300})?(?:\d|@).{0,300}[:：]\s*$")
INTRODUCING = re.compile(
	r"\b(?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|napisał\(a\)|napisał|skrev|kirjoitti|пишет|писал|написал)\b|写道|のメール",
	re.I,
)


def snippet(text: str) -> str:
	"""Return the beginning of what was newly written as one line of at most 200 characters; of a mail that is only passed on, its own."""
	beginning = text[:LOOKED_AT]
	words = " ".join(newly_written(beginning).split()) or " ".join(beginning.replace(">", " ").split())
	return words if len(words) <= SHOWN else f"{words[: SHOWN - 1].rstrip()}…"


def newly_written(text: str) -> str:
	"""Return the lines of a text that quote nothing, up to where its signature or an earlier mail begins."""
	lines, kept = text.split("\n"), []
	for place, line in enumerate(lines):
		following = next_lines(lines, place)
		if is_end(line, following):
			break
		if not line.lstrip().startswith(">") and not introduces(line, following):
			kept.append(line)
	return "\n".join(kept).strip()


def next_lines(lines: list[str], place: int) -> list[str]:
	"""Return the next lines that are not empty, at most four of the next eight."""
	return [line for line in lines[place + 1 : place + 9] if line.strip()][:4]


def is_end(line: str, following: list[str]) -> bool:
	"""Return whether what comes from here on is a signature or an earlier mail."""
	if line in SIGNATURES or RULED.fullmatch(line.strip()):
		return True
	if SENDER.match(line) and any(DATE.match(each) for each in following):
		return True
	return bool(INTRODUCTION.match(line) and INTRODUCING.search(line)) and not any(
		is_quoted(each) for each in following
	)


def introduces(line: str, following: list[str]) -> bool:
	"""Return whether a line only says whose words are quoted below it."""
	return (
		bool(following)
		and is_quoted(following[0])
		and line.rstrip().endswith((":", "："))
		and bool(INTRODUCTION.match(line) or INTRODUCING.search(line))
	)


def is_quoted(line: str) -> bool:
	return line.lstrip().startswith(">")
