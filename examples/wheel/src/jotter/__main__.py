"""Runs the service until SIGTERM or SIGINT."""

import os
import signal
import sys
import threading
from pathlib import Path

from jotter.log import log
from jotter.notes import Notes
from jotter.service import Service


def main() -> int:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())

    folder = Path(os.environ.get("JOTTER_DATA_DIR", "data"))
    try:
        notes = Notes(folder)
    except Exception as error:
        log("CRITICAL", f"cannot open the database in {folder} (JOTTER_DATA_DIR)", reason=str(error), uid=os.getuid())
        return 73
    try:
        service = Service(("0.0.0.0", int(os.environ.get("JOTTER_PORT", "8080"))), notes)
    except (OSError, ValueError, OverflowError) as error:
        log("CRITICAL", "cannot listen (JOTTER_PORT)", reason=str(error))
        notes.close()
        return 71

    loop = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.1})
    loop.start()
    log("INFO", "listening", port=service.server_address[1], version=service.version)
    stopping.wait()
    log("INFO", "stopping")
    service.shutdown()
    loop.join()
    service.server_close()
    notes.close()
    log("INFO", "stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
