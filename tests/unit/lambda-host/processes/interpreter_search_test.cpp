#include "lambda-host/processes/interpreter_search.h"

#include "lambda-host/processes/bootstrap_files.h"
#include "lambda-host/worker_pool.h"
#include "storage/files/data_directory.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace interpreter_search_test {

namespace {

namespace fs = std::filesystem;
using lambda_host::InterpreterSearch;
using lambda_host::RuntimeFamily;
using namespace std::chrono_literals;

// A program in the place of node and python3 that is a shell script.
struct Shim {
  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  lambda_host::BootstrapFiles files{directory.own()};
  boost::asio::io_context io;
  lambda_host::WorkerPool starter{io, 1};
  lambda_host::HostOptions options;

  explicit Shim(const std::string& body) {
    const fs::path program = directory.own().path() / "shim";
    std::ofstream(program) << "#!/bin/sh\n" << body << "\n";
    fs::permissions(program, fs::perms::owner_all);
    options.node_program = options.python_program = program.string();
  }
};

}  // namespace

TEST_CASE("an interpreter's path is the last line of what it says") {
  using lambda_host::interpreter_path;
  CHECK(interpreter_path("/usr/bin/node\n") == "/usr/bin/node");
  CHECK(interpreter_path("a warning\n/usr/bin/node") == "/usr/bin/node");
  CHECK(interpreter_path("/usr/bin/node\na warning\n") == std::nullopt);
  CHECK(interpreter_path("node\n") == std::nullopt);
  CHECK(interpreter_path("\n") == std::nullopt);
  CHECK(interpreter_path("") == std::nullopt);
}

TEST_CASE("the program behind a shim is asked for once, and then known") {
  Shim shim("echo \"$@\" >> asked; echo /bin/sh");
  InterpreterSearch search(shim.io, shim.starter, shim.options, shim.files.directory());
  CHECK(search.found().node == shim.options.node_program);
  search.begin(RuntimeFamily::provided);
  search.begin(RuntimeFamily::foreign);
  search.begin(RuntimeFamily::node);
  search.begin(RuntimeFamily::node);
  shim.io.run_for(20s);
  CHECK(search.found().node == "/bin/sh");
  CHECK(search.found().python == shim.options.python_program);
  search.begin(RuntimeFamily::python);
  shim.io.restart();
  shim.io.run_for(20s);
  CHECK(search.found().python == "/bin/sh");
  std::ifstream asked(shim.files.directory() / "asked");
  std::string line;
  CHECK(std::getline(asked, line));
  CHECK(line == "-p process.execPath");
  CHECK(std::getline(asked, line));
  CHECK(line == "-I -c import sys; print(sys.executable)");
  CHECK_FALSE(std::getline(asked, line));
}

TEST_CASE("an answer that is no program changes nothing") {
  for (const char* body :
       {"echo /bin/sh; exit 1", "echo /no/such/program", "echo /bin/sh; kill $$", "echo nothing"}) {
    CAPTURE(body);
    Shim shim(body);
    InterpreterSearch search(shim.io, shim.starter, shim.options, shim.files.directory());
    search.begin(RuntimeFamily::python);
    shim.io.run_for(20s);
    CHECK(search.found().python == shim.options.python_program);
  }
}

TEST_CASE("a program that isn't there stays as it was called") {
  Shim shim("echo /bin/sh");
  shim.options.node_program = "/no/such/node";
  InterpreterSearch search(shim.io, shim.starter, shim.options, shim.files.directory());
  search.begin(RuntimeFamily::node);
  shim.io.run_for(20s);
  CHECK(search.found().node == "/no/such/node");
  CHECK(search.keepers() == std::set<pid_t>{-1});
}

}  // namespace interpreter_search_test
