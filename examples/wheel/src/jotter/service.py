"""The HTTP side: GET /health, GET /notes, POST /notes."""

import json
import sqlite3
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version

from jotter.log import log
from jotter.notes import Notes

BODY_LIMIT_BYTES = 100_000


class Refused(Exception):
    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class Service(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for the requests that are open

    def __init__(self, address: tuple[str, int], notes: Notes) -> None:
        super().__init__(address, Handler)
        self.notes = notes

    @cached_property
    def version(self) -> str:
        return version("jotter")


class Handler(BaseHTTPRequestHandler):
    timeout = 5  # a client that sends nothing does not hold up the end
    server: Service

    def do_GET(self) -> None:
        self._answer({"/health": self._health, "/notes": self._list})

    def do_POST(self) -> None:
        self._answer({"/notes": self._add})

    def _answer(self, routes: dict) -> None:
        try:
            route = routes.get(self.path)
            if route is None:
                raise Refused(HTTPStatus.NOT_FOUND, "not found")
            status, body = route()
        except Refused as refused:
            status, body = refused.status, {"error": str(refused)}
        except sqlite3.Error as error:
            log("ERROR", "the database failed", reason=str(error))
            status, body = HTTPStatus.SERVICE_UNAVAILABLE, {"status": "error", "reason": "the database failed"}
        payload = json.dumps(body).encode() + b"\n"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _health(self):
        return HTTPStatus.OK, {"status": "ok", "version": self.server.version, "notes": self.server.notes.count()}

    def _list(self):
        return HTTPStatus.OK, {"notes": self.server.notes.newest()}

    def _add(self):
        match self._body():
            case {"text": str(text)} if text.strip():
                return HTTPStatus.CREATED, self.server.notes.add(text.strip())
            case _:
                raise Refused(HTTPStatus.BAD_REQUEST, 'the body is not {"text": "…"}')

    def _body(self) -> object:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "Content-Length is needed")
        if int(length) > BODY_LIMIT_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is over {BODY_LIMIT_BYTES} bytes")
        try:
            return json.loads(self.rfile.read(int(length)))
        except ValueError:
            raise Refused(HTTPStatus.BAD_REQUEST, "the body is not JSON") from None

    def log_message(self, format: str, *values: object) -> None:
        """Requests are not logged: the health check alone would fill the log."""
