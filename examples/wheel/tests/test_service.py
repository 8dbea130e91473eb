import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src"
METADATA = "Metadata-Version: 2.1\nName: jotter\nVersion: 1.2.0\n"


class ServiceTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "jotter-1.2.0.dist-info").mkdir()
        (self.folder / "jotter-1.2.0.dist-info" / "METADATA").write_text(METADATA)

    def start(self, **variables: str) -> subprocess.Popen:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{SOURCES}{os.pathsep}{self.folder}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "JOTTER_DATA_DIR": str(self.folder / "data"),
            "JOTTER_PORT": "0",
            **variables,
        }
        process = subprocess.Popen([sys.executable, "-m", "jotter"], env=environment, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def started(self) -> tuple[subprocess.Popen, int]:
        process = self.start()
        first = json.loads(process.stdout.readline())
        self.assertEqual(first["message"], "listening")
        return process, first["port"]

    def ask(self, port: int, method: str, path: str, body: str | None = None) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        self.addCleanup(connection.close)
        connection.request(method, path, body)
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    def test_health_tells_version_and_notes(self) -> None:
        _, port = self.started()
        self.assertEqual(self.ask(port, "GET", "/health"), (200, {"status": "ok", "version": "1.2.0", "notes": 0}))

    def test_notes_are_listed_newest_first_and_survive_a_new_start(self) -> None:
        process, port = self.started()
        for text in ("first", "second"):
            self.assertEqual(self.ask(port, "POST", "/notes", json.dumps({"text": text}))[0], 201)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(5), 0)
        _, port = self.started()
        _, body = self.ask(port, "GET", "/notes")
        self.assertEqual([note["text"] for note in body["notes"]], ["second", "first"])

    def test_what_is_no_note_is_refused(self) -> None:
        _, port = self.started()
        for body in ("{", "[]", '{"text": " "}', '{"text": 1}'):
            self.assertEqual(self.ask(port, "POST", "/notes", body)[0], 400, body)
        self.assertEqual(self.ask(port, "POST", "/notes", "x" * 100_001)[0], 413)
        self.assertEqual(self.ask(port, "GET", "/elsewhere")[0], 404)

    def test_sigterm_lets_an_open_request_finish(self) -> None:
        process, port = self.started()
        body = b'{"text": "in flight"}'
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"POST /notes HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % len(body))
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(json.loads(process.stdout.readline())["message"], "stopping")
            connection.sendall(body)
            self.assertIn(b" 201 ", connection.makefile("rb").readline())
        self.assertEqual(process.wait(5), 0)

    def test_a_folder_that_cannot_be_made_is_named(self) -> None:
        process = self.start(JOTTER_DATA_DIR="/dev/null/data")
        self.assertEqual(process.wait(5), 73)
        self.assertIn("/dev/null/data (JOTTER_DATA_DIR)", process.stdout.read())

    def test_a_port_that_is_none_is_named(self) -> None:
        process = self.start(JOTTER_PORT="http")
        self.assertEqual(process.wait(5), 71)
        self.assertIn("JOTTER_PORT", process.stdout.read())


