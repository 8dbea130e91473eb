"""One JSON object a line on stdout."""

import json
import sys
from datetime import datetime, timezone


def log(level: str, message: str, **details: object) -> None:
    time = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    line = json.dumps({"time": time, "level": level, "message": message, **details})
    sys.stdout.write(line + "\n")  # one call, so that the lines of two threads do not mix
    sys.stdout.flush()
