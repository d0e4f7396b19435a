"""Run `bench crm-benchmark` and the measures beside it on a site of their own: ``python -m scripts.benchmark [OPTIONS]``.

With ``--large-import [ROWS]`` only that one, which takes half an hour.
"""

import sys

from scripts.run_tests import database, found_bench, new_folder
from scripts.stack.bench import CommandError
from scripts.stack.service import ServiceError
from scripts.stack.testing import SITE, TestStack

MEASURES = (
	"board_in_browser",
	"forms_under_load",
	"saves_with_respondio",
	"mailbox_fetched",
	"campaign_sent",
)
LARGE_IMPORT = "--large-import"


def main(options: list[str]) -> int:
	stack = TestStack(new_folder(), found_bench(), database(), lambda line: print(f"[{line}]", flush=True))
	try:
		stack.ensure()
		if options[:1] == [LARGE_IMPORT]:
			print(stack.bench.run_module("scripts.benchmark.large_import", SITE, *options[1:]), flush=True)
			return 0
		stack.ensure_assets()
		print(stack.bench.run("crm-benchmark", *options, site=SITE), flush=True)
		for name in MEASURES:
			print(f"\n{name}\n{stack.bench.run_module(f'scripts.benchmark.{name}', SITE)}", flush=True)
	except (CommandError, ServiceError) as error:
		print(f"The benchmarks could not be run. {error}", file=sys.stderr)
		return 1
	finally:
		stack.remove()
	return 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
