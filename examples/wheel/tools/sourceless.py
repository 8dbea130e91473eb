#!/usr/bin/env python3
"""sourceless.py WHEEL FOLDER [--optimize 0|1|2]   writes a copy of WHEEL into FOLDER with bytecode instead of sources.

Each module `a/b.py` becomes `a/b.pyc` in the same place (the legacy layout of PEP 3147), because Python imports bytecode without
its source from nowhere else: a `__pycache__` alone is silently taken for an empty namespace package. The bytecode carries the hash
of its source, unchecked (PEP 552), so that the same sources give the same bytes. It runs on the Python that made it and no other,
and the wheel's tag says so. Bytecode can be decompiled: it is no secret, it is only no source.
"""

import argparse
import base64
import csv
import hashlib
import importlib.util
import io
import marshal
import os
import sys
import time
import zipfile
from pathlib import Path, PurePosixPath

INTERPRETER = f"cp{sys.version_info.major}{sys.version_info.minor}"
UNCHECKED_HASH = 0b01  # PEP 552: hash-based, and the hash is not compared on import


class CannotRewrite(Exception):
    """The wheel is not one that can be made sourceless; the message says why."""


def rewrite(wheel: Path, folder: Path, optimize: int = 2) -> Path:
    """Returns the path of the new wheel."""
    with zipfile.ZipFile(wheel) as source:
        members = {name: source.read(name) for name in source.namelist() if not name.endswith("/")}
    info = dist_info(members)
    members = dict(without_source(name, body, info, optimize) for name, body in members.items())
    for unsigned in ("RECORD", "RECORD.jws", "RECORD.p7s"):  # a signature covers the old contents
        members.pop(f"{info}/{unsigned}", None)
    members[f"{info}/RECORD"] = record(members, f"{info}/RECORD")

    folder.mkdir(parents=True, exist_ok=True)
    target = folder / new_name(wheel.name)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(members, key=lambda it: (it.startswith(f"{info}/"), it)):  # metadata at the end, as PEP 427 recommends
            entry = zipfile.ZipInfo(name, timestamp())
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            out.writestr(entry, members[name])
    return target


def dist_info(members: dict[str, bytes]) -> str:
    folders = {name.split("/")[0] for name in members if name.endswith(".dist-info/WHEEL") and name.count("/") == 1}
    if len(folders) != 1:
        raise CannotRewrite(f"expected one .dist-info folder with a WHEEL file, found {sorted(folders)}")
    return folders.pop()


def without_source(name: str, body: bytes, info: str, optimize: int) -> tuple[str, bytes]:
    path = PurePosixPath(name)
    if path.parts[0].endswith(".data") and path.parts[1] in ("scripts", "purelib", "platlib") and body[:2] == b"#!":
        raise CannotRewrite(f"{name} is a script that would stay readable: declare it as an entry point instead")
    if name == f"{info}/WHEEL":
        return name, retagged(body)
    if path.suffix != ".py":
        return name, body
    return str(path.with_suffix(".pyc")), bytecode(name, body, optimize)


def bytecode(name: str, source: bytes, optimize: int) -> bytes:
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)  # `name`, so that tracebacks name no build folder
    header = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH.to_bytes(4, "little") + importlib.util.source_hash(source)
    return header + marshal.dumps(code)


def retagged(wheel_file: bytes) -> bytes:
    lines = wheel_file.decode().splitlines()
    tags = dict.fromkeys(bound_to_interpreter(line.removeprefix("Tag:").strip()) for line in lines if line.startswith("Tag:"))
    others = [line for line in lines if line and not line.startswith("Tag:")]
    return "".join(f"{line}\n" for line in [*others, *(f"Tag: {tag}" for tag in tags)]).encode()


def bound_to_interpreter(tag: str) -> str:
    """py3-none-any -> cp311-none-any; py2.py3-none-any likewise; what names an interpreter already must name this one."""
    python, abi, platform = tag.split("-")
    if not python.startswith("py") and INTERPRETER not in python.split("."):
        raise CannotRewrite(f"the wheel is for {python}, this is {INTERPRETER}")
    return f"{INTERPRETER}-{abi}-{platform}"


def new_name(name: str) -> str:
    """PEP 427: name-version(-build)?-python-abi-platform.whl"""
    *identity, python, abi, platform = name.removesuffix(".whl").split("-")
    return "-".join([*identity, bound_to_interpreter(f"{python}-{abi}-{platform}")]) + ".whl"


def record(members: dict[str, bytes], own_name: str) -> bytes:
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    for name, body in sorted(members.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
        writer.writerow([name, f"sha256={digest}", len(body)])
    writer.writerow([own_name, "", ""])  # a file cannot hold its own digest
    return rows.getvalue().encode()


def timestamp() -> tuple[int, int, int, int, int, int]:
    """SOURCE_DATE_EPOCH, else the earliest time that a zip can hold: the same input gives the same wheel."""
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    year, *rest = time.gmtime(max(epoch, 315_532_800))[:6]
    return (year, *rest)


def main() -> int:
    parser = argparse.ArgumentParser(description="Write a copy of a wheel with bytecode instead of sources.")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--optimize", type=int, choices=(0, 1, 2), default=2, help="2 drops docstrings and assertions (default)")
    arguments = parser.parse_args()
    try:
        print(rewrite(arguments.wheel, arguments.folder, arguments.optimize))
    except (CannotRewrite, SyntaxError, zipfile.BadZipFile) as error:
        print(f"sourceless: {arguments.wheel.name}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
