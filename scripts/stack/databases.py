"""MariaDB and PostgreSQL servers of our own: own data, own port, loopback only, no system service involved."""

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from scripts.stack.service import LOOPBACK, Service, ServiceError, exchange

POSTGRES_USER = "postgres"


@dataclass(frozen=True)
class MariaDB:
	"""MariaDB on ``port`` with its files in ``folder``; ``is_durable`` is for data that must survive a power cut."""

	folder: Path
	port: int
	root_password: str
	is_durable: bool = False

	kind = "mariadb"
	root_user = "root"

	@property
	def service(self) -> Service:
		return Service("mariadb", self.folder)

	def start(self) -> None:
		if self.service.is_running():
			return
		self._make_data()
		self.service.start(
			[
				_program("mariadbd", "mysqld"),
				*("--no-defaults", *_run_as_root(), f"--datadir={self.folder / 'data'}", self._own_tmpdir()),
				*(f"--bind-address={LOOPBACK}", f"--port={self.port}", "--skip-name-resolve"),
				*(f"--socket={self.folder / 'socket'}", f"--pid-file={self.folder / 'own-pid'}"),
				*("--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci"),
				*("--skip-character-set-client-handshake", "--skip-log-bin"),
				"--loose-innodb-snapshot-isolation=ON",  # as newer releases have it by default, older ones do not know it
				*("--innodb-buffer-pool-size=512M", f"--init-file={self._write_accounts()}"),
				*(() if self.is_durable else self._haste()),
			],
			lambda: bool(exchange(self.port)),
		)

	def stop(self) -> None:
		self.service.stop()

	def remove(self) -> None:
		"""End it without care for its data, which goes with the folder."""
		self.service.kill()

	def _make_data(self) -> None:
		data = self.folder / "data"
		if data.exists():
			return
		unfinished = self.folder / "data.unfinished"
		shutil.rmtree(unfinished, ignore_errors=True)
		unfinished.parent.mkdir(parents=True, exist_ok=True)
		_run(
			_program("mariadb-install-db", "mysql_install_db"),
			*("--no-defaults", *_run_as_root(), f"--datadir={unfinished}", self._own_tmpdir()),
			*("--auth-root-authentication-method=normal", "--skip-test-db"),
		)
		unfinished.rename(data)

	def _own_tmpdir(self) -> str:
		"""The option for where tables of queries stand: a server that starts deletes those of all others that share its folder."""
		folder = self.folder / "tmp"
		folder.mkdir(parents=True, exist_ok=True)
		return f"--tmpdir={folder}"

	def _write_accounts(self) -> Path:
		"""The statements run at every start: root over TCP with our password, and nobody else."""
		file = self.folder / "accounts.sql"
		file.touch(mode=0o600)
		file.write_text(
			"DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');\n"
			"FLUSH PRIVILEGES;\n"
			f"ALTER USER 'root'@'localhost' IDENTIFIED BY '{self.root_password}';\n"
			f"CREATE USER 'root'@'{LOOPBACK}' IDENTIFIED BY '{self.root_password}';\n"
			f"GRANT ALL ON *.* TO 'root'@'{LOOPBACK}' WITH GRANT OPTION;\n"
		)
		return file

	@staticmethod
	def _haste() -> tuple[str, ...]:
		return "--innodb-flush-log-at-trx-commit=0", "--sync-binlog=0", "--skip-innodb-doublewrite"


@dataclass(frozen=True)
class PostgreSQL:
	"""PostgreSQL on ``port``; its log and pid file are in ``folder``, its data where the server's user may go."""

	folder: Path
	port: int
	root_password: str

	kind = "postgres"
	root_user = POSTGRES_USER

	@property
	def service(self) -> Service:
		return Service("postgres", self.folder)

	@property
	def data(self) -> Path:
		"""As root the server runs as another user, who cannot enter our folder, so its data is in a public place."""
		if os.geteuid():
			return self.folder / "data"
		mark = sha256(str(self.folder).encode()).hexdigest()[:12]
		return Path(tempfile.gettempdir()) / f"frappe-crm-app-postgres-{mark}"

	def start(self) -> None:
		if self.service.is_running():
			return
		self._make_data()
		self.service.start(
			[
				*(_postgres_program("postgres"), "-D", self.data, "-p", str(self.port)),
				*("-c", f"listen_addresses={LOOPBACK}", "-c", f"unix_socket_directories={self.data}"),
				*("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
				*(
					"-c",
					"jit=off",
				),  # compiling a query takes longer than any of ours runs: docs/performance.md
			],
			self._is_ready,
			folder=Path("/"),
			user=_postgres_user(),
		)

	def stop(self) -> None:
		"""At once, but so that no shared memory is left behind."""
		self.service.stop(politely_with=signal.SIGQUIT)

	def remove(self) -> None:
		self.stop()
		shutil.rmtree(self.data, ignore_errors=True)

	def _is_ready(self) -> bool:
		probe = [_postgres_program("pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.port)]
		return subprocess.run(probe, check=False).returncode == 0

	def _make_data(self) -> None:
		if (self.data / "complete").exists():
			return
		self.remove()
		self.data.mkdir(parents=True, mode=0o700)
		password = self.data.with_suffix(".password")
		password.touch(mode=0o600)
		password.write_text(self.root_password)
		if _postgres_user():
			shutil.chown(self.data, POSTGRES_USER)
			shutil.chown(password, POSTGRES_USER)
		_run(
			_postgres_program("initdb"),
			*("-D", str(self.data), "-U", POSTGRES_USER, f"--pwfile={password}"),
			*("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
			user=_postgres_user(),
		)
		password.unlink()
		(self.data / "complete").touch()


Database = MariaDB | PostgreSQL


def _program(*names: str) -> str:
	"""The first of ``names`` that is installed; Debian keeps servers in a folder ordinary users do not search."""
	places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
	for name in names:
		if found := shutil.which(name, path=places):
			return found
	raise ServiceError(f"{names[0]} is not installed")


def _postgres_program(name: str) -> str:
	"""The program of the newest PostgreSQL; Debian keeps each version in a folder of its own."""
	versions = sorted(
		Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3])
	)
	return str(versions[-1]) if versions else _program(name)


def _run_as_root() -> tuple[str, ...]:
	return () if os.geteuid() else ("--user=root",)


def _postgres_user() -> str | None:
	return None if os.geteuid() else POSTGRES_USER


def _run(*command: str, user: str | None = None) -> None:
	done = subprocess.run(
		command, user=user, group=user, cwd="/", capture_output=True, text=True, errors="replace", check=False
	)
	if done.returncode:
		raise ServiceError(f"{Path(command[0]).name} failed.\n{done.stdout}{done.stderr}")
