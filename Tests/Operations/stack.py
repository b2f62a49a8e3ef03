"""A private stack, and further processes beside it. Everything that is started here is ended here, by its pid."""

import os
import pathlib
import pwd
import shlex
import signal
import socket
import subprocess

from payments import Failed, wait_for

ROOT = pathlib.Path(__file__).resolve().parents[2]
# BUILD=release takes the executables of a release build.
CONFIGURATION = os.environ.get("BUILD", "debug")
PROGRAMS = ROOT / ".build" / CONFIGURATION


# Nobody in production does so much.
LIMITS = {
    "APP_MAX_TRANSFERS_PER_MONTH": "1000000", "APP_MAX_CREDITOR_TRANSFERS": "32000", "APP_MAX_CREDITOR_INITIATIONS": "32000",
    "APP_MAX_CREDITOR_RECONFIGS": "32000",
}


def say(text):
    print(text, flush=True)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def postgres_program(name):
    return str(sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1] / name)


def as_postgres():
    """How root starts PostgreSQL, which refuses to run as root."""
    if os.getuid() != 0:
        return []
    account = pwd.getpwnam("postgres")
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


class Stack:
    def __init__(self, name, *options, **variables):
        self.folder = ROOT / ".local" / name
        self.script = str(ROOT / "scripts" / "stack")
        self.processes = {}
        # Also for whatever is started again later.
        self.environment = os.environ | LIMITS | {"SANDBOX_SNAPSHOT_FILE": str(self.folder / "books.json")} | variables
        self.control("down", "--remove")
        up = [self.script, "up", "--no-build", "--configuration", CONFIGURATION, "--port-base", "auto", "--dir", str(self.folder)]
        self.run([*up, *options], env=self.environment)
        lines = self.run([self.script, "env", "--dir", str(self.folder)]).splitlines()
        self.addresses = dict(shlex.split(line.removeprefix("export "))[0].split("=", 1) for line in lines)

    def control(self, *words):
        return self.run([self.script, *words, "--dir", str(self.folder)], env=self.environment)

    def run(self, command, statuses=(0,), **options):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
        if done.returncode not in statuses:
            raise Failed(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout[-3000:]}")
        return done.stdout

    def environment_of(self, process):
        """The variables of a process of the stack."""
        pid = (self.folder / "run" / f"{process}.pid").read_text().split()[0]
        text = pathlib.Path(f"/proc/{pid}/environ").read_bytes().decode()
        return dict(line.split("=", 1) for line in text.split("\0") if "=" in line)

    def sql(self, url, statement):
        return self.run(["psql", "-X", "-qtA", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]).strip()

    def start(self, name, command, environment=None, account=()):
        """Beside the stack; its output is in the stack's log folder."""
        log = open(self.folder / "log" / f"{name}.log", "ab")
        self.processes[name] = subprocess.Popen([*account, *command], stdout=log, stderr=log, env=environment, start_new_session=True)

    def stop(self, name, seconds=10, number=signal.SIGTERM):
        process = self.processes.pop(name)
        process.send_signal(number)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise Failed(f"{name} has not ended within {seconds} s") from None

    def close(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes = {}
        self.control("down", "--remove")


class Standby:
    """A physical standby of the stack's PostgreSQL server."""

    def __init__(self, stack, name, port):
        self.stack, self.name, self.port = stack, name, port
        folder = stack.folder / "postgres" / name
        source = stack.addresses["TEST_POSTGRES_URL"]
        stack.run([*as_postgres(), postgres_program("pg_basebackup"), "-d", source, "-D", str(folder), "-R", "-X", "stream", "-c", "fast"])
        command = [
            postgres_program("postgres"), "-D", str(folder), "-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c",
            "unix_socket_directories=", "-c", "max_connections=300",
        ]
        stack.start(name, command, account=as_postgres())
        wait_for(f"{name} answers", self.answers)

    def url(self, database="postgres"):
        return f"postgresql://{database}:{database}@127.0.0.1:{self.port}/{database}"

    def answers(self):
        return subprocess.run(
            [postgres_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False).returncode == 0

    def has(self, position):
        """Whether everything up to a position of the log is there."""
        return self.stack.sql(self.url(), f"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn") == "t"

    def promote(self):
        self.stack.sql(self.url(), "SELECT pg_promote()")
        wait_for(f"{self.name} takes changes", lambda: self.stack.sql(self.url(), "SELECT pg_is_in_recovery()") == "f")


def rehearse(name, make):
    """Runs a rehearsal to its end. When it fails that is a line, and in no case is anything left running."""
    try:
        rehearsal = make()
        try:
            rehearsal.run()
        finally:
            rehearsal.stack.close()
    except Failed as failure:
        raise SystemExit(f"{name}: {failure}") from None
