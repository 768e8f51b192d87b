"""The files that a server keeps: whose they are, who may read them, and that nobody else's are touched."""
import io
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import zipfile

from harness import DEADLINE_SECONDS, PROGRAM, Server, data_directory, eventually, zip_of
from lambda_cases import ECHO, ROLE

MINE = "mine"


def write(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MINE)


def refused(*flags):
    """Starts a server that must refuse to start; answers its exit code and what it said."""
    done = subprocess.run([PROGRAM, "--port", "0", *flags], text=True, capture_output=True,
                          timeout=DEADLINE_SECONDS, check=False)
    return done.returncode, done.stderr


def create(server, name, content=None):
    server.client("lambda").create_function(
        FunctionName=name, Runtime="python3.12", Handler="main.handler", Role=ROLE,
        Code={"ZipFile": content or zip_of(**{"main.py": ECHO})})


def zip_of_mode(mode):
    """A zip of one file that everybody may write to, if it is up to the zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("folder/main.py")
        info.external_attr = mode << 16
        archive.writestr(info, ECHO)
    return buffer.getvalue()


def answer(server, name):
    return server.client("lambda").invoke(FunctionName=name, Payload=b"7")["Payload"].read()


def own_files(directory):
    return pathlib.Path(directory, "rivulet-files")


def to_earlier_layout(directory):
    """Makes of a data directory what the program left before it had directories of its own name."""
    shutil.move(own_files(directory) / "functions", pathlib.Path(directory, "functions"))
    write(pathlib.Path(directory, "runtime", "node.mjs"))
    shutil.rmtree(own_files(directory))


class ForeignFiles(unittest.TestCase):
    def test_a_project_with_our_names_is_refused_and_left_alone(self):
        for name in ("functions/hello/src/index.js", "runtime/y", "rivulet.db", "rivulet-files/x"):
            with self.subTest(name), data_directory() as directory:
                path = pathlib.Path(directory, name)
                write(path)
                code, text = refused("--data-dir", directory)
                self.assertEqual(code, 1)
                self.assertIn(f"{directory}/{name.split('/')[0]} wasn't made by Rivulet", text)
                self.assertEqual(path.read_text(), MINE)
                self.assertEqual(len(list(pathlib.Path(directory).rglob("*"))), len(pathlib.Path(
                    name).parts), "nothing was added")

    def test_a_project_without_our_names_keeps_its_files(self):
        with data_directory() as directory:
            path = pathlib.Path(directory, "src", "index.js")
            write(path)
            server = Server(data_dir=directory)
            create(server, "f")
            server.client("lambda").delete_function(FunctionName="f")
            server.restart()
            for name in ("functions/hello/index.js", "runtime/y", "trash/z"):
                write(pathlib.Path(directory, name))
            write(own_files(directory) / "functions" / "hello" / "index.js")
            write(own_files(directory) / "file")
            server.restart()
            server.stop()
            for name in ("src/index.js", "functions/hello/index.js", "runtime/y", "trash/z",
                         "rivulet-files/functions/hello/index.js", "rivulet-files/file"):
                self.assertEqual(pathlib.Path(directory, name).read_text(), MINE)

    def test_links_in_the_place_of_ours_are_refused(self):
        with data_directory() as directory, data_directory() as elsewhere:
            path = pathlib.Path(elsewhere, "0f8fad5b-d9cb-469f-a165-70867728950e", "file")
            write(path)
            Server(data_dir=directory).stop()
            for name in ("rivulet.db", "rivulet-files", "rivulet-files/functions",
                         "rivulet-files/trash", "rivulet-files/rivulet-format"):
                with self.subTest(name):
                    ours = pathlib.Path(directory, name)
                    ours.rename(os.path.join(elsewhere, "aside"))
                    ours.symlink_to(elsewhere if "db" not in name else path)
                    self.assertEqual(refused("--data-dir", directory)[0], 1)
                    self.assertEqual(path.read_text(), MINE)
                    ours.unlink()
                    pathlib.Path(elsewhere, "aside").rename(ours)
            Server(data_dir=directory).stop()

    def test_a_newer_layout_is_refused(self):
        with data_directory() as directory:
            Server(data_dir=directory).stop()
            (own_files(directory) / "rivulet-format").write_text(
                "Rivulet data directory, format 2\n")
            self.assertEqual(
                refused("--data-dir", directory),
                (1, f"rivulet: {directory}/rivulet-files was written by a newer Rivulet (format 2, "
                    "this one knows 1)\n"))

    def test_a_data_directory_of_the_earlier_layout_is_taken_over(self):
        for end in (Server.stop, Server.kill):
            with self.subTest(end.__name__), data_directory() as directory:
                server = Server(data_dir=directory)
                create(server, "f")
                end(server)
                to_earlier_layout(directory)
                write(pathlib.Path(directory, "functions", "hello", "index.js"))
                os.chmod(directory, 0o755)
                server.start()
                self.assertEqual(answer(server, "f"), b"7")
                server.restart()
                self.assertEqual(answer(server, "f"), b"7")
                server.stop()
                for name in ("functions/hello/index.js", "runtime/node.mjs"):
                    self.assertEqual(pathlib.Path(directory, name).read_text(), MINE)
                self.assertEqual(os.stat(directory).st_mode & 0o777, 0o700)

    def test_a_database_that_another_program_has_open_is_left_alone(self):
        with data_directory() as directory:
            Server(data_dir=directory).stop()
            to_earlier_layout(directory)
            database = sqlite3.connect(os.path.join(directory, "rivulet.db"))
            database.execute("BEGIN EXCLUSIVE")
            code, text = refused("--data-dir", directory)
            database.close()
            self.assertEqual((code, text), (1, f"rivulet: the data directory {directory} is in use "
                                               "by another process\n"))
            self.assertFalse(own_files(directory).exists())


class Trash(unittest.TestCase):
    def test_the_code_of_a_deleted_function_goes_behind_the_answers(self):
        content = zip_of(**{f"{n % 100}/{n}": "" for n in range(20000)}, **{"main.py": ECHO})
        with data_directory() as directory:
            server = Server(data_dir=directory)
            create(server, "f", content)
            server.client("lambda").delete_function(FunctionName="f")
            server.kill()  # in the midst of it, most likely
            server.start()
            trash = own_files(directory) / "trash"
            eventually(lambda: not any(trash.iterdir()), "an empty trash")
            self.assertFalse(any((own_files(directory) / "functions").iterdir()))
            server.stop()

    def test_a_killed_server_in_memory_leaves_nothing_to_the_next_but_others_keep_theirs(self):
        with tempfile.TemporaryDirectory() as place:
            os.environ["TMPDIR"] = place
            self.addCleanup(os.environ.pop, "TMPDIR")
            server = Server()
            create(server, "f")
            server.kill()
            abandoned = set(os.listdir(place))
            self.assertEqual(len(abandoned), 1)
            kept = pathlib.Path(place, "rivulet-data-0123456789abcdef", "functions", "x")
            write(kept)
            living = Server()
            next_one = Server()
            eventually(lambda: not abandoned & set(os.listdir(place)), "the abandoned one gone")
            next_one.stop()
            create(living, "f")
            self.assertEqual(answer(living, "f"), b"7")
            living.stop()
            self.assertEqual(os.listdir(place), ["rivulet-data-0123456789abcdef"])
            self.assertEqual(kept.read_text(), MINE)


class Private(unittest.TestCase):
    def assert_private(self, root):
        for path in [root, *root.rglob("*")]:
            inside_code = "task" in path.relative_to(root).parts
            others = path.lstat().st_mode & (0o022 if inside_code else 0o077)
            self.assertEqual(others, 0, f"{path} {path.stat().st_mode:o}")

    def test_nobody_else_reads_the_data_or_changes_the_code(self):
        content = zip_of_mode(0o777)
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        with data_directory() as directory, tempfile.TemporaryDirectory() as place:
            os.environ["TMPDIR"] = place
            self.addCleanup(os.environ.pop, "TMPDIR")
            root = pathlib.Path(directory, "data")
            servers = [Server(data_dir=str(root)), Server()]
            (temporary,) = pathlib.Path(place).iterdir()
            try:
                for server in servers:
                    create(server, "f", content)
                    answer(server, "f")
                self.assertTrue(list(root.rglob("__pycache__")))  # of our modules, which it has imported
                self.assert_private(root)
                self.assert_private(temporary)
            finally:
                for server in servers:
                    server.stop()
            self.assert_private(root)


class Durable(unittest.TestCase):
    def syncs_while_a_function_is_made(self, *flags):
        """How often the server has a whole file system written to the disk."""
        with data_directory() as data, tempfile.TemporaryDirectory() as scratch:
            # A process that is being born under two masters would keep the tracer from leaving.
            server = Server("--spare-processes", "0", *flags, data_dir=data)
            self.addCleanup(server.kill)
            notes = pathlib.Path(scratch, "calls")
            tracer = subprocess.Popen(
                ["strace", "-f", "-e", "trace=syncfs", "-o", notes, "-p", str(server.process.pid)],
                stderr=subprocess.PIPE, text=True)
            said = tracer.stderr.readline()
            if "attached" not in said:
                tracer.wait()
                self.skipTest(f"nobody may look on: {said}")
            create(server, "kept")
            tracer.terminate()
            tracer.communicate()
            server.stop()
            return notes.read_text().count("syncfs(")

    @unittest.skipUnless(shutil.which("strace"), "there is no strace")
    def test_code_is_on_the_disk_before_a_function_has_it_if_asked_for(self):
        self.assertEqual(self.syncs_while_a_function_is_made(), 0)
        self.assertEqual(self.syncs_while_a_function_is_made("--durability", "full"), 1)


if __name__ == "__main__":
    unittest.main()
