"""Notes in one SQLite file."""

import sqlite3
import threading
from importlib import resources
from pathlib import Path
from typing import Any


class Notes:
    """Safe to use from several threads: one connection behind one lock."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(folder / "jotter.db", check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.executescript(resources.files("jotter").joinpath("schema.sql").read_text("utf-8"))

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        with self._lock:
            return [dict(row) for row in self._db.execute(sql, values)]

    def add(self, text: str) -> dict[str, Any]:
        return self._rows("INSERT INTO notes (text) VALUES (?) RETURNING *", text)[0]

    def newest(self, limit: int = 100) -> list[dict[str, Any]]:
        return self._rows("SELECT * FROM notes ORDER BY id DESC LIMIT ?", limit)

    def count(self) -> int:
        return self._rows("SELECT count(*) AS count FROM notes")[0]["count"]

    def close(self) -> None:
        with self._lock:
            self._db.close()
