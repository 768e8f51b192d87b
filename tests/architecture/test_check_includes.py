"""scripts/check-includes on small trees: what it lets through, and each kind of fault that it must find."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "check-includes"


def check(name, *includes):
    """The script's exit code and output for a tree of one file with these includes."""
    with tempfile.TemporaryDirectory() as root:
        path = pathlib.Path(root, name)
        path.parent.mkdir(parents=True)
        path.write_text("".join(f"#include {include}\n" for include in includes))
        done = subprocess.run([sys.executable, SCRIPT, root], capture_output=True, text=True)
        return done.returncode, done.stdout.strip()


class CheckIncludes(unittest.TestCase):
    def assert_allowed(self, name, *includes):
        self.assertEqual(check(name, *includes), (0, "1 files include in order"))

    def assert_refused(self, name, include, why):
        self.assertEqual(check(name, include), (1, f"{name}: {include} {why}"))

    def test_a_floor_may_include_itself_and_those_below(self):
        self.assert_allowed("streams/stream.cpp", '"streams/stream.h"', '"storage/writer.h"',
                            '"core/clock.h"', "<vector>")

    def test_a_floor_above_is_refused(self):
        self.assert_refused("storage/writer.cpp", '"streams/stream.h"', "is above storage/")
        self.assert_refused("core/arn.h", '"storage/writer.h"', "is above core/")

    def test_an_include_starts_at_the_root(self):
        self.assert_refused("core/arn.cpp", '"arn.h"', "doesn't start at the repository's root")

    def test_a_wing_may_include_those_that_its_arrows_name(self):
        self.assert_allowed("lambda-host/processes/launch.cpp", '"lambda-host/processes/launch.h"',
                            '"lambda-host/logs/log_lines.h"', '"lambda-host/functions/function.h"',
                            '"lambda-host/invoker.h"')
        self.assert_allowed("server/operations/items/put_item.cpp", '"server/services.h"',
                            '"server/operations/operation.h"', '"server/protocol/url.h"',
                            '"server/operations/tables/table_access.h"')
        self.assert_allowed("server/services.h", '"server/operations/tables/table_status.h"')

    def test_a_wing_without_an_arrow_is_refused(self):
        for name, include, wing in [
            ("lambda-host/mappings/lane.cpp", '"lambda-host/processes/handler_pool.h"',
             "lambda-host/mappings/"),
            ("lambda-host/processes/launch.h", '"lambda-host/mappings/lane.h"',
             "lambda-host/processes/"),
            ("lambda-host/functions/function.h", '"lambda-host/logs/log_lines.h"',
             "lambda-host/functions/"),
            ("server/operations/tables/tags.cpp", '"server/operations/items/scan.h"',
             "server/operations/tables/"),
            ("server/operations/logs/log_tags.cpp", '"server/operations/tables/table_access.h"',
             "server/operations/logs/"),
            ("server/operations/items/scan.cpp", '"server/app.h"', "server/operations/items/"),
            ("server/http/session.cpp", '"server/services.h"', "server/http/"),
        ]:
            with self.subTest(name):
                self.assert_refused(name, include, f"is not for {wing}")

    def test_what_wings_share_knows_none_of_them(self):
        self.assert_refused("lambda-host/body_members.h", '"lambda-host/functions/function.h"',
                            "is not for lambda-host/")

    def test_a_folder_without_a_rule_may_include_its_floor(self):
        self.assert_allowed("server/app.cpp", '"server/http/listener.h"', '"server/control/control_api.h"')

    def test_only_one_folder_deletes_files(self):
        for call in ("unlink", "unlinkat", "remove_all", "fs::remove"):
            with self.subTest(call):
                text = f"<vector>\n  {call}(path);"
                self.assertEqual(check("server/app.cpp", text),
                                 (1, f"server/app.cpp: {call}() belongs to storage/files/"))
                self.assert_allowed("storage/files/trash.cpp", text)

    def test_a_library_stays_with_its_owner(self):
        self.assert_allowed("storage/sqlite/statement.h", "<sqlite3.h>")
        for name, include, owner in [
            ("streams/stream.h", "<sqlite3.h>", "storage/"),
            ("core/arn.cpp", "<rapidjson/reader.h>", "core/json/"),
            ("lambda-host/timer.h", "<boost/beast/http.hpp>", "server/"),
            ("streams/stream.h", "<boost/asio/post.hpp>", "server/ and lambda-host/"),
        ]:
            with self.subTest(name):
                self.assert_refused(name, include, f"belongs to {owner}")


if __name__ == "__main__":
    unittest.main()
