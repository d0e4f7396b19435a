"""Queue the scheduled jobs of one site: ``python -m scripts.stack.scheduler SITE``, run in ``sites``.

``bench schedule`` would do so for every site of the bench, and put the jobs of all of them into this site's Redis.
"""

import sys
import time

from frappe.utils.scheduler import enqueue_events_for_site

SECONDS = 60


def main(site: str) -> None:
	while True:
		enqueue_events_for_site(site=site)
		time.sleep(SECONDS)


if __name__ == "__main__":
	main(sys.argv[1])
