#include "lambda-host/processes/interpreter_start.h"

#include "storage/files/data_directory.h"

#include <doctest/doctest.h>

#include <fstream>

namespace interpreter_start_test {

namespace fs = std::filesystem;

namespace {

struct Function {
  storage::files::DataDirectory data = storage::files::DataDirectory::temporary();
  lambda_host::Deployment deployment;

  Function() {
    deployment.code = std::make_shared<const lambda_host::CodeDirectory>(data.functions(), "id");
    write(deployment.code->task_root() / "index.js");
  }

  void write(const fs::path& path) const {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "x";
  }
  bool needs_own_start() const { return lambda_host::needs_own_start(deployment); }
};

}  // namespace

TEST_CASE("what is read at the start, and what isn't") {
  for (const char* name : {"NODE_OPTIONS",
                           "NODE_PATH",
                           "NODE_EXTRA_CA_CERTS",
                           "PYTHONPATH",
                           "PYTHONHASHSEED",
                           "LD_PRELOAD",
                           "LD_LIBRARY_PATH",
                           "LC_ALL",
                           "LANG",
                           "LANGUAGE",
                           "GLIBC_TUNABLES",
                           "MALLOC_ARENA_MAX",
                           "UV_THREADPOOL_SIZE",
                           "OPENSSL_CONF",
                           "SSL_CERT_FILE",
                           "ICU_DATA",
                           "GCONV_PATH",
                           "LOCPATH",
                           "HOME",
                           "PATH",
                           "AWS_LAMBDA_EXEC_WRAPPER"}) {
    CAPTURE(name);
    CHECK(lambda_host::is_read_at_start(name));
  }
  for (const char* name : {"TZ", "TABLE", "NODE", "node_options", "MY_NODE_ENV", "PATHS", "HOMES",
                           "LANGUAGES", "AWS_LAMBDA_LOG_LEVEL", "AWS_LAMBDA_EXEC_WRAPPERS", ""}) {
    CAPTURE(name);
    CHECK_FALSE(lambda_host::is_read_at_start(name));
  }
}

TEST_CASE_FIXTURE(Function, "one variable that is read at the start is enough") {
  CHECK_FALSE(needs_own_start());
  deployment.configuration.environment = lambda_host::Variables{
      {"A", "1"},
      {"Z", "2"}
  };
  CHECK_FALSE(needs_own_start());
  deployment.configuration.environment->insert({"NODE_OPTIONS", ""});
  CHECK(needs_own_start());
}

TEST_CASE("shared libraries count where the dynamic linker looks for them, by their names") {
  struct Case {
    const char* file;
    bool counts;
  };
  const Case cases[] = {
      {"task/libx.so",                        true },
      {"task/libx.so.1.2",                    true },
      {"task/lib/libx.so",                    true },
      {"opt/lib/libx.so.1",                   true },
      {"task/node_modules/libx.so",           false},
      {"opt/libx.so",                         false},
      {"task/lib/x.so",                       false},
      {"task/libx.sound",                     false},
      {"task/libraries.txt",                  false},
      {"task/_x.cpython-312-x86_64-linux.so", false},
      {"opt/python/libx.so",                  false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.file);
    const Function function;
    function.write(function.deployment.code->task_root().parent_path() / c.file);
    CHECK(function.needs_own_start() == c.counts);
  }
}

TEST_CASE("a spare serves where the start would be the same, but for what clients do again") {
  using Texts = std::vector<std::string>;
  lambda_host::SpawnRequest spare;
  spare.arguments = {"node", "node.mjs"};
  spare.environment = {"LANG=en", "LD_LIBRARY_PATH=/run", "PATH=/bin", "API=1"};
  struct Case {
    const char* name;
    Texts arguments;
    Texts environment;
    bool alike;
  };
  const Texts same = spare.environment;
  const Case cases[] = {
      {"the same",            {"node", "node.mjs"},              same,                    true },
      {"by another path",     {"/bin/node", "node.mjs"},         same,                    true },
      {"with a flag",         {"node", "--inspect", "node.mjs"}, same,                    false},
      {"without the script",  {"node"},                          same,                    false},
      {"another language",    {"node", "node.mjs"},              {"LANG=de"},             false},
      {"none",                {"node", "node.mjs"},              {"API=1"},               false},
      {"other paths",
       {"node", "node.mjs"},
       {"LANG=en", "PATH=/x", "NODE_PATH=/y", "PYTHONPATH=/z", "LD_LIBRARY_PATH=/a",
        "PYTHONDONTWRITEBYTECODE=1"},
       true                                                                                    },
      {"a variable of ours",  {"node", "node.mjs"},              {"LANG=en", "NODE_X=1"}, false},
      {"any other variables", {"node", "node.mjs"},              {"LANG=en", "A=1"},      true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    lambda_host::SpawnRequest own;
    own.arguments = c.arguments;
    own.environment = c.environment;
    CHECK(start_alike(own, spare) == c.alike);
    own.opt.namespaces = 1;  // what runs already can't get one
    CHECK_FALSE(start_alike(own, spare));
  }
}

}  // namespace interpreter_start_test
