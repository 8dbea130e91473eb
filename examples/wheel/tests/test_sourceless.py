import base64
import csv
import hashlib
import io
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from tools.sourceless import INTERPRETER, CannotRewrite, rewrite

INFO = "demo-1.0.dist-info"
WHEEL_FILE = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n\n"
DEMO = {
    "demo/__init__.py": '"""A secret docstring."""\n',
    "demo/core/__init__.py": "",
    "demo/core/sums.py": "def add(a, b):\n    '''How it adds is ours alone.'''\n    return a + b\n",
    "demo/__main__.py": "from demo.core.sums import add\nprint(add(2, 3), __file__)\n",
    "demo/data, with comma.txt": "kept\n",
    f"{INFO}/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n",
    f"{INFO}/WHEEL": WHEEL_FILE,
    f"{INFO}/RECORD": "stale,,\n",
    f"{INFO}/RECORD.jws": "a signature of the old contents",
}


class SourcelessTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def wheel(self, members=DEMO, name="demo-1.0-py2.py3-none-any.whl") -> Path:
        path = self.folder / name
        with zipfile.ZipFile(path, "w") as out:
            for member, text in members.items():
                out.writestr(member, text)
        return path

    def unpacked(self) -> Path:
        target = self.folder / "site"
        zipfile.ZipFile(rewrite(self.wheel(), self.folder / "out")).extractall(target)
        return target

    def test_no_source_stays_and_everything_else_does(self) -> None:
        names = zipfile.ZipFile(rewrite(self.wheel(), self.folder / "out")).namelist()
        self.assertEqual([name for name in names if name.endswith(".py") or "__pycache__" in name], [])
        self.assertIn("demo/core/sums.pyc", names)
        self.assertIn("demo/data, with comma.txt", names)
        self.assertNotIn(f"{INFO}/RECORD.jws", names)
        self.assertEqual(names[-1], f"{INFO}/WHEEL")
        self.assertEqual(len(names), len(set(names)))

    def test_the_modules_run_without_their_sources(self) -> None:
        site = self.unpacked()
        ran = subprocess.run([sys.executable, "-m", "demo"], cwd=site, capture_output=True, text=True, check=True)
        self.assertRegex(ran.stdout, r"^5 .*demo/__main__\.pyc\n$")

    def test_docstrings_and_build_paths_are_gone(self) -> None:
        site = self.unpacked()
        code = b"".join(path.read_bytes() for path in site.rglob("*.pyc"))
        self.assertNotIn(b"secret docstring", code)
        self.assertNotIn(b"ours alone", code)
        self.assertNotIn(str(self.folder).encode(), code)

    def test_record_holds_every_file_with_its_digest_and_size(self) -> None:
        wheel = zipfile.ZipFile(rewrite(self.wheel(), self.folder / "out"))
        rows = list(csv.reader(io.StringIO(wheel.read(f"{INFO}/RECORD").decode())))
        self.assertEqual(sorted(name for name, _, _ in rows), sorted(wheel.namelist()))
        for name, digest, size in rows:
            if name == f"{INFO}/RECORD":
                self.assertEqual((digest, size), ("", ""))
                continue
            body = wheel.read(name)
            expected = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
            self.assertEqual((digest, size), (f"sha256={expected}", str(len(body))), name)

    def test_name_and_tag_say_which_python_runs_it(self) -> None:
        rewritten = rewrite(self.wheel(), self.folder / "out")
        self.assertEqual(rewritten.name, f"demo-1.0-{INTERPRETER}-none-any.whl")
        tags = [line for line in zipfile.ZipFile(rewritten).read(f"{INFO}/WHEEL").decode().splitlines() if line.startswith("Tag")]
        self.assertEqual(tags, [f"Tag: {INTERPRETER}-none-any"])

    def test_a_build_number_and_a_platform_stay_in_the_name(self) -> None:
        platform = self.wheel(name=f"demo-1.0-7-{INTERPRETER}-abi3-linux_x86_64.whl")
        self.assertEqual(rewrite(platform, self.folder / "out").name, f"demo-1.0-7-{INTERPRETER}-abi3-linux_x86_64.whl")

    def test_the_same_wheel_gives_the_same_bytes(self) -> None:
        first, second = (rewrite(self.wheel(), self.folder / name).read_bytes() for name in ("a", "b"))
        self.assertEqual(first, second)

    def test_what_cannot_be_made_sourceless_is_refused(self) -> None:
        script = {**DEMO, "demo-1.0.data/scripts/run": "#!python\nprint('readable')\n"}
        with self.assertRaisesRegex(CannotRewrite, "entry point"):
            rewrite(self.wheel(script), self.folder / "out")
        with self.assertRaisesRegex(CannotRewrite, "the wheel is for cp27"):
            rewrite(self.wheel(name="demo-1.0-cp27-none-any.whl"), self.folder / "out")
        with self.assertRaisesRegex(CannotRewrite, "expected one .dist-info"):
            rewrite(self.wheel({"demo.py": ""}), self.folder / "out")


