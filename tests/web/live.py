"""The page of a workspace served on this machine, for a real browser."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import uvicorn

from kagemi.web.app import HERE_ONLY, create_app
from kagemi.web.desk import Desk
from tests.web.page import FRIDAY


@contextmanager
def live(
    root: Path, today: date = FRIDAY, needs_login: bool = False, public_menu: bool = False
) -> Iterator[str]:
    """The address of the page while it is served."""
    environment = {k: v for k, v in os.environ.items() if k != "KAGEMI_DATABASE_URL"}
    desk = Desk(
        root,
        environment,
        today=lambda: today,
        now=lambda: datetime.now(UTC),
        needs_login=needs_login,
        public_menu=public_menu,
    )
    config = uvicorn.Config(create_app(desk, HERE_ONLY), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
