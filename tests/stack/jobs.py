"""Real background workers against the site's Redis."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import psutil
import pytest

from frappe_crm_app.kit.outbox.tasks import JOB
from scripts.stack.service import Service
from scripts.stack.testing import TestStack
from tests.stack.site import refresh

QUEUES = "short,default,long"


class JobFailed(AssertionError):
	"""A background job ended with an exception; the text is the worker's log."""


@dataclass(frozen=True)
class Worker:
	"""Workers of the stack's: one that works the queues off and ends, or one in the background."""

	stack: TestStack

	def run(self, *, timeout: float = 120, may_fail: bool = False) -> str:
		"""Work off everything that is queued, in a process of its own; answers its log.

		Raises JobFailed when a job did and ``may_fail`` is not set.
		"""
		refresh()
		done = subprocess.run(
			self._command("--burst"),
			cwd=self.stack.bench.sites,
			env=self.stack.bench.full_environment,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
			timeout=timeout,
			check=False,
		)
		refresh()
		if done.returncode or (self.failed() and not may_fail):
			raise JobFailed(done.stdout)
		return done.stdout

	def start(self) -> None:
		"""Start a worker that goes on until ``stop`` or ``kill``; returns when it listens."""
		refresh()
		self._service.start(
			self._command(),
			lambda: bool(self._registered()),
			folder=self.stack.bench.sites,
			environment=self.stack.bench.full_environment,
		)

	def kill(self) -> None:
		"""End the background worker and the job it is at, as a power cut would: without a chance to tidy up."""
		self._service.kill()
		refresh()

	def stop(self) -> None:
		"""Let the background worker finish its job and end it."""
		self._service.stop()
		refresh()

	def queued(self) -> list[str]:
		"""What waits to be run: the dotted paths of methods, and of outboxes their keys."""
		from frappe.utils.background_jobs import get_queue, get_queue_list

		jobs = (job for name in get_queue_list() for job in get_queue(name).jobs)
		return [_method(job) for job in jobs]

	def failed(self) -> list[str]:
		"""The dotted paths of the methods whose last run raised an exception."""
		from frappe.utils.background_jobs import get_queue, get_queue_list

		registries = (get_queue(name).failed_job_registry for name in get_queue_list())
		return [_method(job) for registry in registries for job in _jobs(registry)]

	@property
	def _service(self) -> Service:
		return Service("worker", self.stack.folder / "worker")

	def _command(self, *options: str) -> list[str]:
		return [str(part) for part in self.stack.bench.command("worker", "--queue", QUEUES, *options)]

	def _registered(self) -> list:
		from frappe.utils.background_jobs import get_workers

		return get_workers()


@pytest.fixture
def worker(stack: TestStack, committed: None) -> Iterator[Worker]:
	"""Real background workers: ``worker.run()``, ``worker.start()``, ``worker.kill()``, ``worker.queued()``."""
	worker = Worker(stack)
	yield worker
	worker.kill()


@dataclass(frozen=True)
class OneOfSeveral:
	"""One of several background workers."""

	process: subprocess.Popen

	def is_running(self) -> bool:
		return self.process.poll() is None

	def kill(self) -> None:
		"""End it and the job it is at, without a chance to tidy up."""
		if self.is_running():
			itself = psutil.Process(self.process.pid)
			itself.suspend()  # or it begins the next job between the end of this one and its own
			for process in (*itself.children(recursive=True), itself):
				with suppress(psutil.NoSuchProcess):
					process.kill()
			self.process.wait()


@pytest.fixture
def workers(worker: Worker) -> Iterator[Callable[[int], list[OneOfSeveral]]]:
	"""`workers(n)` starts n background workers; those still there are killed in the end."""
	started: list[OneOfSeveral] = []

	def start(count: int) -> list[OneOfSeveral]:
		for _ in range(count):
			process = subprocess.Popen(
				worker._command(),
				cwd=worker.stack.bench.sites,
				env=worker.stack.bench.full_environment,
				stdout=subprocess.DEVNULL,
				stderr=subprocess.DEVNULL,
				start_new_session=True,
			)
			started.append(OneOfSeveral(process))
		return started

	yield start
	for process in started:
		process.kill()


def _jobs(registry) -> list:
	return [
		job for name in registry.get_job_ids() if (job := registry.job_class.fetch(name, registry.connection))
	]


def _method(job) -> str:
	method = job.kwargs["method"]
	if method == JOB:
		return job.kwargs["kwargs"]["outbox"]
	return method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}"
