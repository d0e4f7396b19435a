"""Pictures that stand in the HTML itself (`data:image/png;base64,…`) become attachments, which keeps the HTML short."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from frappe_crm_app.channels.mail.reading.attachments import file_name
from frappe_crm_app.channels.mail.reading.transfer import decode_base64
from frappe_crm_app.records.mail.message import Attachment

PICTURE = re.compile(r"data:(image/(?:png|gif|jpe?g|webp|bmp));base64,", re.I)
MOST = 200


@dataclass(slots=True)
class InlinePictures:
	"""The pictures so far, by the `Content-ID` that each got."""

	found: dict[str, Attachment] = field(default_factory=dict)

	@property
	def attachments(self) -> list[Attachment]:
		return list(self.found.values())

	def keep(self, address: str) -> str:
		"""Keep the picture of an address and return its `Content-ID`, which is always the same for it; `""` for what is none."""
		begin = PICTURE.match(address)
		content = decode_base64(unquote_to_bytes(address[begin.end() :])) if begin else b""
		if not content:
			return ""
		content_id = f"{sha256(content).hexdigest()[:32]}@inline"
		if content_id not in self.found and len(self.found) >= MOST:
			return ""
		content_type = begin[1].lower().replace("/jpg", "/jpeg")
		name = file_name(f"picture-{len(self.found) + 1}", content_type)
		self.found.setdefault(content_id, Attachment(name, content_type, content, content_id))
		return content_id
