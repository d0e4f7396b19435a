"""Run the measures of ``benchmarks/`` on a site of their own: ``python -m scripts.run_benchmarks``."""

import sys
from pathlib import Path

from scripts.run_tests import database, found_bench, new_folder
from scripts.stack.bench import TREE, CommandError
from scripts.stack.service import ServiceError
from scripts.stack.testing import SITE, TestStack


def main() -> int:
	stack = TestStack(new_folder(), found_bench(), database(), lambda line: print(f"[{line}]", flush=True))
	try:
		stack.ensure()
		stack.ensure_assets()
		for module in measures():
			print(f"\n{module}\n{stack.bench.run_module(module, SITE)}", flush=True)
	except (CommandError, ServiceError) as error:
		print(f"The benchmarks could not be run. {error}", file=sys.stderr)
		return 1
	finally:
		stack.remove()
	return 0


def measures() -> list[str]:
	"""The modules that measure something; each takes the site as its argument."""
	files = sorted(Path(TREE, "benchmarks").glob("*.py"))
	return [f"benchmarks.{file.stem}" for file in files if file.stem != "__init__"]


if __name__ == "__main__":
	sys.exit(main())
