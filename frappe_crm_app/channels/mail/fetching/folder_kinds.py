"""What a folder is for: as its server says (RFC 6154), else by its usual names in many languages (no frappe)."""

from collections.abc import Sequence
from dataclasses import dataclass

from frappe_crm_app.channels.mail.fetching.namespaces import Namespaces
from frappe_crm_app.channels.mail.fetching.responses import ListedFolder
from frappe_crm_app.channels.mail.servers.folder_names import decoded
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_folder.options import FolderKind

ALL_OWN = Namespaces()
ALL, NO_MAILS = "all", ("noselect", "nonexistent")
KIND_OF_ATTRIBUTE = {
	"inbox": FolderKind.INBOX,
	"sent": FolderKind.SENT,
	"junk": FolderKind.SPAM,
	"spam": FolderKind.SPAM,
	"drafts": FolderKind.DRAFTS,
	"archive": FolderKind.ARCHIVE,
	ALL: FolderKind.ARCHIVE,
}
# Of what lies there nothing is kept here: what was thrown away, and copies of what lies elsewhere.
LEFT_OUT = frozenset({"trash", "flagged", "important"})
NAMES = {
	FolderKind.SENT: (
		"sent", "sent items", "sent mail", "sent messages", "gesendet", "gesendete elemente", "gesendete objekte", "envoyés", "messages envoyés",
		"éléments envoyés", "enviados", "elementos enviados", "enviadas", "itens enviados", "inviata", "posta inviata", "inviati",
		"verzonden", "verzonden items", "verzonden berichten", "wysłane", "elementy wysłane", "skickat", "skickade", "sendte elementer", "sendt",
		"sendt post", "lähetetyt", "odeslané", "odeslaná pošta", "elküldött", "elküldött elemek", "отправленные", "gönderilmiş",
		"gönderilmiş öğeler", "送信済み", "送信済みアイテム", "已发送", "已傳送", "已发送邮件", "보낸편지함", "trimise", "mesaje trimise", "απεσταλμένα",
	),
	FolderKind.SPAM: (
		"spam", "junk", "junk e-mail", "junk email", "junk mail", "bulk mail", "bulk", "spamverdacht", "unerwünscht", "junk-e-mail", "unerwünschte werbung",
		"courrier indésirable", "indésirables", "pourriel", "correo no deseado", "no deseado", "lixo eletrônico", "lixo eletrónico",
		"posta indesiderata", "indesiderata", "ongewenst", "ongewenste e-mail", "ongewenste post", "wiadomości-śmieci", "niechciane", "skräppost",
		"uønsket e-post", "uønsket e-mail", "roskaposti", "nevyžádaná pošta", "levélszemét", "спам", "нежелательная почта", "önemsiz", "istenmeyen",
		"önemsiz e-posta", "迷惑メール", "垃圾邮件", "垃圾郵件", "스팸메일함",
	),
	FolderKind.DRAFTS: (
		"drafts", "draft", "entwürfe", "entwurf", "brouillons", "brouillon", "borradores", "rascunhos", "bozze", "concepten", "szkice",
		"kopie robocze", "utkast", "kladder", "luonnokset", "koncepty", "rozepsané", "piszkozatok", "черновики", "taslaklar", "下書き", "草稿",
		"草稿箱", "임시보관함", "ciorne", "πρόχειρα",
	),
	FolderKind.ARCHIVE: (
		"archive", "archives", "archived", "archiv", "all mail", "alle nachrichten", "archivé", "archivo", "archivados", "arquivo", "arquivados",
		"archivio", "archief", "archiwum", "arkiv", "arkisto", "archivum", "архив", "arşiv", "アーカイブ", "归档", "封存", "보관함", "arhivă", "αρχείο",
	),
}  # fmt: skip
NAMES_LEFT_OUT = frozenset(
	(
		"trash", "deleted", "deleted items", "deleted messages", "bin", "papierkorb", "gelöscht", "gelöschte elemente", "gelöschte objekte", "corbeille",
		"éléments supprimés", "papelera", "elementos eliminados", "eliminados", "lixeira", "itens excluídos", "cestino", "posta eliminata",
		"prullenbak", "verwijderde items", "kosz", "elementy usunięte", "papperskorgen", "borttaget", "papirkurv", "slettet post", "slettede elementer",
		"roskakori", "poistetut", "koš", "odstraněná pošta", "kuka", "törölt elemek", "удаленные", "удалённые", "корзина", "çöp kutusu",
		"silinmiş öğeler", "ごみ箱", "ゴミ箱", "削除済みアイテム", "已删除", "已删除邮件", "垃圾桶", "刪除的郵件", "휴지통", "gunoi", "κάδος",
		"notes", "notizen", "contacts", "kontakte", "calendar", "kalender", "tasks", "aufgaben", "journal", "outbox", "postausgang", "sync issues",
		"synchronisierungsprobleme", "conversation history", "rss feeds", "rss-feeds", "templates", "vorlagen", "starred", "important", "snoozed",
		"scheduled", "suggested contacts", "conversation action settings", "quick step settings", "yammer root",
	)
)  # fmt: skip
KIND_OF_NAME = {name: kind for kind, names in NAMES.items() for name in names}
ORDER = (
	FolderKind.INBOX,
	FolderKind.SENT,
	FolderKind.OTHER,
	FolderKind.ARCHIVE,
	FolderKind.SPAM,
	FolderKind.DRAFTS,
)


@dataclass(frozen=True, slots=True)
class Folder:
	"""A folder of a mailbox: its decoded name, what it is for, and whether its mails are kept here unless somebody says otherwise.

	`sent_name` is the name as the server wrote it, by which it is opened.
	"""

	name: str
	kind: FolderKind
	is_synced: bool
	sent_name: str


def folders_of(listed: Sequence[ListedFolder], namespaces: Namespaces = ALL_OWN) -> list[Folder]:
	"""Return the folders that hold mails, in the order in which they are read.

	Each kind but Other and Inbox has one folder that the server names, or those with the usual names where it names none. Where one folder
	has all mails, what else has a name is a label of some of them. Folders of other people and of everybody, which one may open, are none
	of the mailbox unless somebody says so.
	"""
	usable = [each for each in listed if not each.attributes.intersection(NO_MAILS)]
	own = [each for each in usable if not namespaces.is_others(each.name)]
	named = {kind for each in own if (kind := kind_by_attribute(each))}
	has_all = any(ALL in each.attributes for each in own)
	found = [folder_of(each, named, has_all) for each in own]
	found += [folder_of_others(each) for each in usable if each not in own]
	return sorted(found, key=lambda folder: (ORDER.index(folder.kind), folder.name))


def folder_of(listed: ListedFolder, named: set[FolderKind], has_all: bool) -> Folder:
	"""Return what a folder is, where these kinds are named by the server."""
	name = decoded(listed.name)
	kind = kind_by_attribute(listed) or kind_by_name(listed, named)
	is_left_out = bool(listed.attributes & LEFT_OUT) or kind == FolderKind.DRAFTS
	if kind == FolderKind.OTHER:
		is_left_out |= has_all or is_below(listed, NAMES_LEFT_OUT)
	return Folder(name, kind, not is_left_out, listed.name)


def folder_of_others(listed: ListedFolder) -> Folder:
	"""Return a folder that is not one's own: it is read only if somebody says so, whatever it is for."""
	return Folder(decoded(listed.name), FolderKind.OTHER, False, listed.name)


def kind_by_attribute(listed: ListedFolder) -> FolderKind | None:
	"""Return what the server says that a folder is for; of the inbox the name says it."""
	if listed.name.upper() == "INBOX":
		return FolderKind.INBOX
	kinds = (kind for attribute, kind in KIND_OF_ATTRIBUTE.items() if attribute in listed.attributes)
	return next(kinds, None)


def kind_by_name(listed: ListedFolder, named: set[FolderKind]) -> FolderKind:
	"""Return what a folder is for by its name, unless the server names another one for that."""
	if listed.attributes & LEFT_OUT:
		return FolderKind.OTHER
	kind = (
		KIND_OF_NAME.get(parts_of(listed)[-1], FolderKind.OTHER)
		if len(parts_of(listed)) == 1
		else FolderKind.OTHER
	)
	return FolderKind.OTHER if kind in named else kind


def is_below(listed: ListedFolder, names: frozenset[str]) -> bool:
	"""Return whether a folder, or one above it, has one of these names."""
	return any(part in names for part in parts_of(listed))


def parts_of(listed: ListedFolder) -> list[str]:
	"""Return the names from the top down, without those that servers put before all: `INBOX.Sent`, `[Gmail]/Sent Mail`."""
	name = decoded(listed.name).casefold()
	parts = name.split(listed.delimiter) if listed.delimiter else [name]
	return parts[1:] if len(parts) > 1 and (parts[0] in ("inbox", "[gmail]", "[google mail]")) else parts
