"""Processes that were started before their function was known: nobody can tell, but by the time."""
import json
import os
import re
import time
import unittest

from namespaces import has_own_opt
from harness import Server, data_directory, eventually, zip_of
from lambda_cases import ECHO, ROLE, LambdaTest
from test_event_source_mappings import MappingTest
from test_handler_isolation import alive

NODE_ECHO = "exports.handler = async (event) => event;"
CLIENTS = {"nodejs20.x": "node.mjs", "python3.12": "python.py"}


def children(process):
    found = []
    try:
        for task in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{task}/children", encoding="ascii") as file:
                found += [int(child) for child in file.read().split()]
    except OSError:
        pass  # it has just ended
    return found


def command(process):
    try:
        with open(f"/proc/{process}/cmdline", encoding="utf-8") as file:
            return file.read().split("\0")
    except OSError:
        return []


def is_idle(process):
    """Whether it sleeps and takes no time for a while, as none does that is still starting."""
    def look():
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return fields[0], fields[11:13]
    try:
        before = look()
        time.sleep(0.03)
        return before == look() and before[0] == "S"
    except OSError:  # it is gone, maybe between the opening and the reading
        return False


def clients(server, runtime):
    """The processes that have loaded a runtime's client, or are about to."""
    return {process for keeper in children(server.process.pid) for process in children(keeper)
            if any(word.endswith("/" + CLIENTS[runtime]) for word in command(process))}


PYTHON_STATE = """
import json, locale, os, resource, subprocess, sys, threading, time
def status(*names):
    lines = [line.split(":", 1) for line in open("/proc/self/status")]
    return {name: value.strip() for name, value in lines if name in names}
def state():
    descriptors = {}
    for number in sorted(os.listdir("/proc/self/fd"), key=int):
        try:
            descriptors[number] = [os.readlink("/proc/self/fd/" + number),
                                   os.get_inheritable(int(number))]
        except OSError:
            pass  # the one of the list itself
    return {
        "environment": list(os.environ.items()),
        "inherited": subprocess.check_output(["env"]).decode(),
        "directory": [os.getcwd(), os.readlink("/proc/self/cwd")],
        "arguments": [sys.argv, sys.orig_argv[1:], sys.flags, sys.executable],
        "limits": open("/proc/self/limits").read(),
        "descriptors": descriptors,
        "leads": [os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid()],
        "status": status("Umask", "SigBlk", "SigIgn", "SigCgt", "NoNewPrivs", "Threads"),
        "path": sys.path,
        "modules": sorted(sys.modules),
        "main": sorted(vars(sys.modules["__main__"])),
        "locale": [locale.getlocale(), sys.getfilesystemencoding(), sys.stdout.encoding,
                   sys.stdout.line_buffering, sys.stdout.write_through],
        "zone": [time.tzname, time.localtime(0).tm_hour],
        "threads": len(threading.enumerate()),
    }
AT_LOAD = state()
def handler(event, context):
    return {"process": os.getpid(), "load": AT_LOAD, "invoke": state()}
"""

NODE_STATE = """
const { execFileSync } = require("child_process");
const fs = require("fs");
const status = () => fs.readFileSync("/proc/self/status", "utf8").split("\\n")
  .filter((line) => /^(Umask|SigBlk|SigIgn|SigCgt|NoNewPrivs):/.test(line));
function state() {
  const descriptors = {};
  for (const number of fs.readdirSync("/proc/self/fd")) {
    try { descriptors[number] = fs.readlinkSync("/proc/self/fd/" + number); } catch { /* the list's */ }
    // libuv opens one with the first connection, for the day when it has no other left.
    if (number > 2 && descriptors[number] === "/dev/null") delete descriptors[number];
  }
  return {
    environment: Object.entries(process.env),
    inherited: execFileSync("env").toString(),
    directory: [process.cwd(), fs.readlinkSync("/proc/self/cwd"), __dirname],
    // A process that starts before it is known where "node" ends up has that for a title.
    arguments: [process.argv, process.execArgv, process.execPath, require("path").basename(process.title)],
    limits: fs.readFileSync("/proc/self/limits", "utf8"),
    descriptors,
    status: status(),
    paths: [require("module").globalPaths, module.paths, require.main === undefined],
    cache: Object.keys(require.cache),
    globals: Object.getOwnPropertyNames(globalThis),
    listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    locale: Intl.DateTimeFormat().resolvedOptions(),
    zone: new Date(0).toString(),
  };
}
const atLoad = state();
exports.handler = async () => ({ process: process.pid, load: atLoad, invoke: state() });
"""


class Sameness(unittest.TestCase):
    """What a handler finds in a spare process is what it finds in one of its own."""

    maxDiff = None

    def state(self, runtime, code, spares, variables, layer):
        server = Server("--spare-processes", str(spares))
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        functions = server.client("lambda")
        file = "main.py" if runtime.startswith("python") else "main.js"
        layers = [functions.publish_layer_version(LayerName="l", Content={"ZipFile": zip_of(**layer)})[
            "LayerVersionArn"]] if layer else []

        def create(name, text, variables):
            functions.create_function(
                FunctionName=name, Runtime=runtime, Handler="main.handler", Role=ROLE, Timeout=30,
                Layers=layers, Environment={"Variables": variables}, Code={"ZipFile": zip_of(**{file: text})})

        create("first", ECHO if file == "main.py" else NODE_ECHO, {})
        functions.invoke(FunctionName="first")
        ours = clients(server, runtime)
        waiting = eventually(lambda: len(clients(server, runtime)) == 1 + spares and
                             clients(server, runtime), "the spare process") if spares else ours
        create("second", code, variables)
        answer = functions.invoke(FunctionName="second", LogType="Tail")
        state = json.loads(answer["Payload"].read())
        self.assertNotIn("FunctionError", answer, state)
        self.assertEqual(state.pop("process") in waiting, spares > 0)
        server.stop()
        return self.without_names(state, server)

    def without_names(self, state, server):
        """What differs from server to server and from process to process has a name instead."""
        environment = dict(state["invoke"]["environment"])
        text = json.dumps(state)
        text = text.replace(os.path.dirname(environment["LAMBDA_TASK_ROOT"]), "CODE")
        for name in ("AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_SESSION_TOKEN",
                     "_X_AMZN_TRACE_ID"):
            text = text.replace(environment.get(name, name), name)
        text = re.sub(r"rivulet-data-[0-9a-f]+", "DATA", text.replace(server.url, "URL"))
        return json.loads(re.sub(r"(pipe|socket|eventfd|eventpoll|inode):\[?[a-z0-9]+\]?", r"\1", text))

    def assert_same(self, runtime, code, variables, layer=None):
        own = self.state(runtime, code, 0, variables, layer)
        spare = self.state(runtime, code, 1, variables, layer)
        for time_of in ("load", "invoke"):
            for part in own[time_of]:
                with self.subTest(runtime, at=time_of, part=part):
                    self.assertEqual(spare[time_of][part], own[time_of][part])

    VARIABLES = {"TABLE": "orders=1", "TZ": "America/New_York", "ZZZ": "\u00e9\n", "EMPTY": "",
                 "AWS_LAMBDA_LOG_LEVEL": "x"}

    def test_of_python(self):
        self.assert_same("python3.12", PYTHON_STATE, self.VARIABLES)

    def test_of_node(self):
        self.assert_same("nodejs20.x", NODE_STATE, self.VARIABLES)

    def test_without_variables(self):
        self.assert_same("python3.12", PYTHON_STATE, {})
        self.assert_same("nodejs20.x", NODE_STATE, {})


    def test_with_layers(self):
        self.assert_same("python3.12", PYTHON_STATE, {}, {"python/mine.py": "X = 1"})
        self.assert_same("nodejs20.x", NODE_STATE, {}, {"nodejs/node_modules/mine/index.js": ""})


class SpareTest(LambdaTest):
    """Functions whose answer begins with their process id."""

    def setUp(self):
        self.busy = set()

    def spare(self, runtime="python3.12"):
        """One that waits, among those that run something: not one that is still about to."""
        return eventually(lambda: {process for process in clients(self.server, runtime) - self.busy
                                   if is_idle(process)}, "a spare process").pop()

    def answer_of(self, name, *arguments, **more):
        self.create(name, *arguments, **more)
        answer = self.invoke(name)["Payload"]
        self.busy.add(answer[0])
        return answer

    def pid_of(self, name, **more):
        code = "import os\ndef handler(event, context):\n    return [os.getpid()]\n"
        return self.answer_of(name, code, **more)[0]


class SpareProcesses(SpareTest):
    def test_a_second_function_has_the_process_that_waited(self):
        self.pid_of("first")
        waits = self.spare()
        self.assertEqual(self.pid_of("second"), waits)
        self.assertNotEqual(self.spare(), waits)

    def test_one_that_is_killed_while_it_waits_harms_nobody(self):
        self.pid_of("first")
        spare = self.spare()
        os.kill(spare, 9)
        eventually(lambda: not alive(spare), "its end")
        self.assertNotEqual(self.pid_of("second"), spare)
        self.assertTrue(self.spare())  # the next one is there

    def test_what_an_interpreter_reads_at_its_start_asks_for_a_process_of_its_own(self):
        self.pid_of("first")
        for number, variable in enumerate(("PYTHONHASHSEED", "LD_PRELOAD", "LC_ALL", "HOME")):
            with self.subTest(variable):
                spare = self.spare()
                value = {"PYTHONHASHSEED": "7", "LC_ALL": "C", "HOME": "/tmp"}.get(variable, "")
                pid = self.pid_of(f"own-{number}", Environment={"Variables": {variable: value}})
                self.assertNotEqual(pid, spare)
                self.assertTrue(alive(spare))

    def test_an_init_phase_is_logged_and_fails_as_in_any_process(self):
        self.pid_of("first")
        spare = self.spare()
        self.create("broken", f"import os\nassert os.getpid() != {spare}, 'this one'")
        answer = self.invoke("broken", LogType="Tail")
        self.assertEqual(answer["Payload"]["errorMessage"], "this one")
        self.assertEqual(answer["Payload"]["errorType"], "AssertionError")
        messages = [event["message"] for event in self.logs.filter_log_events(
            logGroupName="/aws/lambda/broken")["events"]]
        self.assertTrue(messages[0].startswith("INIT_START Runtime Version: "), messages)

    def test_what_it_prints_is_its_functions_log(self):
        self.pid_of("first")
        spare = self.spare()
        self.create("prints", "import os\nprint('loads', os.getpid())\n" + ECHO)
        self.invoke("prints", 1)
        messages = [event["message"] for event in self.logs.filter_log_events(
            logGroupName="/aws/lambda/prints")["events"]]
        self.assertIn(f"loads {spare}\n", messages)

    def test_a_runtime_without_functions_has_none(self):
        self.pid_of("first")
        self.spare()
        self.assertEqual(clients(self.server, "nodejs20.x"), set())


class Layers(SpareTest):
    """What a layer brings is found in a spare process; what it puts in Python's place makes a new one."""

    def waiting(self, runtime="python3.12"):
        """All that wait. Those of functions with layers are others, where they have a namespace."""
        def complete():
            found = clients(self.server, runtime) - self.busy
            return found if len(found) == (2 if has_own_opt() else 1) else None
        return eventually(complete, "spare processes")

    def layer(self, **files):
        return self.functions.publish_layer_version(
            LayerName="l", Content={"ZipFile": zip_of(**files)})["LayerVersionArn"]

    def test_of_python(self):
        self.pid_of("first")
        self.pid_of("first-layered", Layers=[self.layer(**{"python/mine.py": ""})])
        cases = (("module", {"python/mine.py": "X = 1"}, "mine", True),
                 ("hides-one", {"python/calendar.py": "X = 1"}, "calendar", True),
                 ("sitecustomize", {"python/sitecustomize.py": "X = 1"}, "sitecustomize", True),
                 ("library", {"python/mine.py": "X = 1", "lib/libx.so.1": ""}, "mine", False))
        for name, files, module, is_spare in cases:
            with self.subTest(name):
                spares = self.waiting()
                pid, one, file, path = self.answer_of(
                    name, f"import os, sys, {module}\ndef handler(event, context):\n"
                    f"    return [os.getpid(), {module}.X, {module}.__file__, sys.path]\n",
                    Layers=[self.layer(**files)])
                self.assertEqual(one, 1)
                self.assertIn("/opt/python/", file)
                self.assertTrue(path[2].endswith("/opt/python/lib/python3.12/site-packages"), path)
                self.assertEqual(pid in spares, is_spare)
                self.assertEqual(file.startswith("/opt/"), has_own_opt())

    def test_of_node(self):
        layers = [self.layer(**{"nodejs/node_modules/mine/index.js": "exports.x = 1;"})]
        for name, more in (("first", {}), ("first-layered", {"Layers": layers})):
            self.answer_of(name, "exports.handler = async () => [process.pid];", "nodejs20.x", **more)
        spares = self.waiting("nodejs20.x")
        pid, one = self.answer_of(
            "layered", "const mine = require('mine');\n"
            "exports.handler = async () => [process.pid, mine.x];", "nodejs20.x", Layers=layers)
        self.assertEqual(one, 1)
        self.assertIn(pid, spares)


class Warmth(MappingTest):
    """A function has its process, and its code is loaded, before the first record comes."""

    def messages(self, function):
        try:
            return [event["message"] for event in self.logs.filter_log_events(
                logGroupName=f"/aws/lambda/{function}")["events"]]
        except self.logs.exceptions.ResourceNotFoundException:
            return []

    def assert_warm(self, name):
        eventually(lambda: f"{name} loads\n" in self.messages(name), "the load of the handler")
        self.assertTrue(self.messages(name)[0].startswith("INIT_START "), self.messages(name))
        self.assertFalse([line for line in self.messages(name) if line.startswith("START ")])

    def code(self, name):
        return f"print('{name} loads')\n" + ECHO

    def test_by_a_mapping(self):
        self.create("mapped", self.code("mapped"))
        self.map("mapped", self.table("warm-by-mapping"))
        self.assert_warm("mapped")
        self.put("warm-by-mapping", "a")
        eventually(lambda: [line for line in self.messages("mapped") if line.startswith("REPORT ")],
                   "the first record's report")
        self.assertEqual(self.messages("mapped").count("mapped loads\n"), 1)

    def test_by_an_alias(self):
        self.create("named", self.code("named"), Publish=True)
        self.functions.create_alias(FunctionName="named", Name="live", FunctionVersion="1")
        self.assert_warm("named")
        self.assertEqual(self.invoke("named", 5, Qualifier="live")["Payload"], 5)
        self.assertEqual(self.messages("named").count("named loads\n"), 1)

    def test_a_disabled_mapping_warms_nothing_until_it_is_enabled(self):
        self.create("later", self.code("later"))
        mapping = self.map("later", self.table("warm-later"), Enabled=False)
        self.assertEqual(self.messages("later"), [])
        self.functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
        self.assert_warm("later")


class Ends(unittest.TestCase):
    def start(self, *flags, data=None):
        server = Server(*flags, data_dir=data)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        self.create(server, "f")
        return server

    def create(self, server, name):
        server.client("lambda").create_function(
            FunctionName=name, Runtime="python3.12", Handler="main.handler", Role=ROLE,
            Code={"ZipFile": zip_of(**{"main.py": ECHO})})

    def spare(self, server):
        return eventually(lambda: clients(server, "python3.12"), "a spare process").pop()

    def test_none_outlives_a_server_that_is_killed_or_stopped(self):
        for end in (Server.kill, Server.stop):
            with self.subTest(end.__name__):
                server = self.start()
                spare = self.spare(server)
                end(server)
                eventually(lambda: not alive(spare), "the end of the spare process")

    def test_functions_of_before_have_one_from_the_start(self):
        with data_directory() as data:
            server = self.start(data=data)
            self.spare(server)
            server.restart()
            self.spare(server)

    def test_there_are_none_when_none_are_wanted(self):
        server = self.start("--spare-processes", "0")
        functions = server.client("lambda")
        for count, name in enumerate("fg", 1):
            if name == "g":
                self.create(server, name)  # a spare one would have begun before its own
            self.assertEqual(functions.invoke(FunctionName=name, Payload=b"1")["Payload"].read(), b"1")
            self.assertEqual(len(clients(server, "python3.12")), count)

    def test_there_are_as_many_as_are_wanted(self):
        server = self.start("--spare-processes", "3")
        eventually(lambda: len(clients(server, "python3.12")) == 3, "three spare processes")


if __name__ == "__main__":
    unittest.main()


