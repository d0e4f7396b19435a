"""One rate limit for all workers: as many slots as requests per second, each of which comes back a second after its answer."""

from frappe_crm_app.kit.outbox.slots import Slots

RATE = Slots("crm_respondio", rest=1)
