import os
import tempfile
import unittest
from pathlib import Path

from rivulet_client import RivuletError
from rivulet_client.program import find_program


def make_program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    path.chmod(0o755)
    return str(path)


class FindProgram(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name).resolve()
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.directory)

    def test_what_is_given_comes_first_then_variables_then_the_path_then_a_build(self) -> None:
        built = make_program(self.directory / "build/release/rivulet")
        self.assertEqual(find_program(None, {}), built)
        on_path = make_program(self.directory / "bin/rivulet")
        path = f"/nowhere:{self.directory}/bin"
        self.assertEqual(find_program(None, {"PATH": path}), on_path)
        variables = {"PATH": path, "RIVULET": make_program(self.directory / "second")}
        self.assertEqual(find_program(None, variables), str(self.directory / "second"))
        variables["RIVULET_BINARY"] = make_program(self.directory / "first")
        self.assertEqual(find_program(None, variables), str(self.directory / "first"))
        make_program(self.directory / "given")
        self.assertEqual(find_program("./given", variables), str(self.directory / "given"))

    def test_a_place_that_is_named_must_have_it(self) -> None:
        make_program(self.directory / "build/release/rivulet")
        (self.directory / "text").write_text("")
        for place in "missing", "text", ".":
            with self.assertRaisesRegex(RivuletError, f"^there is no program {place}$"):
                find_program(None, {"RIVULET_BINARY": place})

    def test_where_it_was_looked_for_is_told(self) -> None:
        with self.assertRaises(RivuletError) as caught:
            find_program(None, {"PATH": "/nowhere"})
        self.assertEqual(
            str(caught.exception),
            "no rivulet was found, neither on the PATH nor as build/release/rivulet: give "
            "start_rivulet(binary=…) or the variable RIVULET_BINARY its path, or the variable "
            "RIVULET_URL the address of a running one",
        )
