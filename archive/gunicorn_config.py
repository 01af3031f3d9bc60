"""How gunicorn serves the archive: `gunicorn -c python:archive.gunicorn_config`, which `vankho serve` runs.

The application, underthesea's model and tables of letters are loaded once, before the fork, and shared by
the workers as copy-on-write memory; each worker opens the store and the index for itself. SIGHUP replaces the
workers without failing a request, SIGUSR2 starts a new master from new code. Options of gunicorn's own go
into GUNICORN_CMD_ARGS and win over what stands here.
"""

import ctypes
import gc
import sys
from pathlib import Path
from typing import Any, Final

from gunicorn.http import message

from archive.balance import Balance
from archive.config import Settings
from archive.resources import EXTENSION
from archive.security import MAX_QUERY
from index import segment, text

LINE: Final = MAX_QUERY + 1024
"""Bytes of a request line: the longest query string that is answered, its path and its method."""
# gunicorn cuts `limit_request_line` at 8,190 and otherwise offers only "unlimited", which is no bound at
# all; 10,000 Vietnamese characters take up to 90,000 bytes once they are percent-encoded.
message.MAX_REQUEST_LINE = LINE

M_ARENA_MAX: Final = -8
"""Name of the bound on the number of heaps, from glibc's malloc.h."""

_settings = Settings.from_environment()
balance = Balance()

wsgi_app = "archive.app:create_app()"
preload_app = True
bind = _settings.bind
workers = _settings.workers
# Threads are for waiting: six slow readers stop two sync workers, not these (DESIGN, "Serving and set-up").
worker_class = "gthread"
threads = 16
keepalive = 15  # seconds
timeout = 60  # seconds without a sign of life, after which a worker is replaced
graceful_timeout = 30  # seconds that a worker gets to finish what it is answering
if Path("/dev/shm").is_dir():  # noqa: S108  # a worker's sign of life must not wait for a busy disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108

limit_request_line = LINE
limit_request_fields = 64
limit_request_field_size = 8190

# A proxy on this machine may say that the reader came by https; nobody else may.
forwarded_allow_ips = "127.0.0.1,::1"
control_socket_disable = True

loglevel = _settings.log
errorlog = "-"
accesslog = "-"
# Neither the reader's address nor what was searched: time, method, path, status, bytes, milliseconds.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s B %(M)s ms'


def on_starting(server: Any) -> None:
    """In the master, before any fork: load what the workers share, and keep the collector off it."""
    segment.load()
    text.load()
    gc.collect()
    gc.freeze()
    share_one_heap()


def share_one_heap() -> None:
    """Have the threads of this process, and of those that it forks, allocate from one heap.

    glibc gives threads heaps of their own, up to eight a processor, and each keeps what its largest search
    took: 40 of the 300 MB of a process that had answered 600 searches. Elsewhere there is nothing to be set.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)


def post_worker_init(worker: Any) -> None:
    """In each worker: look for rings of garbage, of which a request leaves few, fifty times as seldom.

    The looks took 0.6 of the 13.6 ms of a results page (DESIGN, "Serving and set-up").
    """
    balance.ready(worker.age)
    gc.set_threshold(50_000, 20, 20)


def when_ready(server: Any) -> None:
    """Say where the archive can be read."""
    addresses = " ".join(str(listener) for listener in server.LISTENERS)
    print(f"Kho tài liệu đang mở tại {addresses}", file=sys.stderr, flush=True)


def worker_exit(server: Any, worker: Any) -> None:
    """Close the store and the index of a worker that ends."""
    application = getattr(worker, "wsgi", None)
    if application is not None:
        application.extensions[EXTENSION].close()


def pre_fork(server: Any, worker: Any) -> None:
    """In the master: the new worker will say how much it has to do."""
    balance.enter(worker.age)


def child_exit(server: Any, worker: Any) -> None:
    """In the master: a worker is gone."""
    balance.leave(worker.age)


def pre_request(worker: Any, req: Any) -> None:
    """Before each answer: let go of the connection after it if another worker has less to do."""
    if balance.begin(worker.age):
        req.force_close()


def post_request(worker: Any, req: Any, environ: Any, resp: Any) -> None:
    """After each answer, also one that failed."""
    balance.end(worker.age)
