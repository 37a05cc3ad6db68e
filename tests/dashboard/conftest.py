"""A whole site for browsers: pages, tiles and live stream at one address, a Redis of its own."""

import asyncio
import io
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
import uvicorn
from asgiref.wsgi import WsgiToAsgiInstance
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from redis import Redis

from dashboard.live.application import PATH, LiveStream
from telemetry.database import connect
from tests.telemetry.tables import clear

PATIENCE_MS = 8000
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)


@dataclass
class Site:
    """A running site."""

    url: str
    redis: "Redis"

    def publish(self, channel: str, content: object) -> None:
        """Say something as ingest would."""
        self.redis.publish(channel, orjson.dumps(content))


@pytest.fixture(scope="session")
def redis_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Start a Redis that only this run of the tests can reach."""
    folder = tmp_path_factory.mktemp("redis")
    socket = folder / "redis.sock"
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("no redis-server here")
    arguments = (program, "--port", "0", "--unixsocket", str(socket), "--save", "")
    with subprocess.Popen([*arguments, "--dir", str(folder)], stdout=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 10
        while not socket.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        yield socket
        server.terminate()


class Joined:
    """The stream and the pages as one ASGI application, as the proxy joins them."""

    def __init__(self, stream: LiveStream) -> None:
        self.stream = stream
        self.pages = get_wsgi_application()
        self.threads = ThreadPoolExecutor(4)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer from the one or the other."""
        if scope["type"] == "lifespan" or scope["path"] == PATH:
            await self.stream(scope, receive, send)
            return
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        bridge = WsgiToAsgiInstance(self.pages)
        bridge.scope = scope
        environ = bridge.build_environ(scope, io.BytesIO(body))
        loop = asyncio.get_running_loop()
        status, headers, content = await loop.run_in_executor(self.threads, self.page, environ)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def page(self, environ: Any) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Return status, headers and body of a page."""
        begun: list[Any] = []

        def start(status: str, headers: Any, problem: Any = None) -> Callable[[bytes], None]:
            begun.extend((status, headers))
            return lambda data: None

        response = self.pages(environ, start)
        try:
            content = b"".join(response)
        finally:
            response.close()
        status, headers = begun
        clean = [(name.lower().encode(), value.strip().encode()) for name, value in headers]
        return int(status[:3]), clean, content


@pytest.fixture
def site(transactional_db: None, redis_socket: Path, settings: Any) -> Iterator[Site]:
    """Serve the site from a thread; what tests write to the database is seen."""
    with connect() as own:
        clear(own)
    address = f"unix://{redis_socket}"
    stream = LiveStream(address)
    application = Joined(stream)
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=asyncio.run, args=(server.serve(),))
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    redis = Redis.from_url(address)
    yield Site(f"http://127.0.0.1:{port}", redis)
    redis.close()
    server.servers[0].get_loop().call_soon_threadsafe(stream.hub.close)
    server.should_exit = True
    thread.join(10)
    application.threads.shutdown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium, for one module: other modules run event loops of their own.

    Playwright keeps a loop in this thread, which makes Django fear for its connections.
    """
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no {CHROMIUM} here")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def await_true(page: Page, expression: str, timeout_s: float = PATIENCE_MS / 1000) -> None:
    """Wait until an expression holds; the page's own policy forbids it to evaluate text."""
    deadline = time.monotonic() + timeout_s
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Visit]:
    """Return a way to open pages; a page that complained fails the test."""
    complaints: list[str] = []
    contexts = []

    def note(line: ConsoleMessage) -> None:
        if line.type == "error":
            complaints.append(line.text)

    def opened(
        path: str = "/",
        *,
        language: str = "fr",
        scheme: Any = "light",
        size: tuple[int, int] = (1280, 800),
        **options: Any,
    ) -> Page:
        context = chromium.new_context(
            locale=language,
            color_scheme=scheme,
            viewport={"width": size[0], "height": size[1]},
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", note)
        page.goto(site.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints
