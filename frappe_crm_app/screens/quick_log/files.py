"""The files of the page that have addresses below its own: the service worker, whose scope is the page, and the manifest.

They tell of nobody, and everybody gets them (hook `page_renderer`).
"""

import json
from pathlib import Path

from frappe import _
from frappe.website.page_renderers.base_renderer import BaseRenderer
from werkzeug.wrappers import Response

import frappe_crm_app

PAGE = "crm-go"
WORKER, MANIFEST = f"{PAGE}/sw.js", f"{PAGE}/manifest.webmanifest"
IMAGES = "/assets/frappe_crm_app/images"
ICONS = (  # drawn by `scripts/icons.py`
	("crm-desk.svg", "any", "image/svg+xml", "any"),
	("crm-desk-192.png", "192x192", "image/png", "any"),
	("crm-desk-512.png", "512x512", "image/png", "any"),
	("crm-desk-maskable-512.png", "512x512", "image/png", "maskable"),
)
SOURCE = Path(frappe_crm_app.__file__).parent / "public/js/crm_go/worker.js"


class QuickLogFile(BaseRenderer):
	"""One of the files, as Frappe's website answers with it."""

	def can_render(self) -> bool:
		return self.path in (WORKER, MANIFEST)

	def render(self) -> Response:
		body, kind = (
			(worker(), "text/javascript")
			if self.path == WORKER
			else (manifest(), "application/manifest+json")
		)
		response = Response(body, mimetype=kind)
		response.headers.update({"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})
		if self.path == WORKER:
			response.headers["Service-Worker-Allowed"] = f"/{PAGE}"
		return response


def worker() -> str:
	"""Return the service worker."""
	return SOURCE.read_text(encoding="utf-8")


def manifest() -> str:
	"""Return the manifest, with which phones put the page on their home screen."""
	return json.dumps(
		{
			"id": f"/{PAGE}",
			"name": _("CRM Quick Log"),
			"short_name": _("CRM"),
			"start_url": f"/{PAGE}",
			"scope": f"/{PAGE}",
			"display": "standalone",
			"background_color": "#f2f4f7",
			"theme_color": "#0f5c46",
			"icons": [
				{"src": f"{IMAGES}/{name}", "sizes": sizes, "type": kind, "purpose": purpose}
				for name, sizes, kind, purpose in ICONS
			],
		}
	)
