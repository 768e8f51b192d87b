#include "lambda-host/processes/opt_namespace.h"

#include "lambda-host/processes/child_process.h"
#include "lambda-host/processes/spare_plan.h"
#include "lambda-host/worker_pool.h"
#include "tests/unit/lambda-host/processes/keeper_fixture.h"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <future>

namespace opt_namespace_test {

namespace fs = std::filesystem;
using lambda_host::OptMount;
using lambda_host::OptNamespace;

namespace {

// A place that is this machine's /opt, and what a function has in its layers. Their path has what
// the options of mounts would have to escape.
struct Files : Keeper {
  Files() {
    write("opt/machine", "of the machine\n");
    write("opt/both", "of the machine\n");
    write("a:b,c\\d/layer", "of a layer\n");
    write("a:b,c\\d/both", "of a layer\n");
  }

  fs::path root() const { return directory.own().path(); }
  void write(const std::string& path, const std::string& text) {
    fs::create_directories((root() / path).parent_path());
    std::ofstream(root() / path) << text;
  }
};

struct Fixture : Files {
  std::string output_of(const std::string& script, const OptMount& at_opt) {
    lambda_host::SpawnRequest request{
        path(), {"/bin/sh", "-c", script},
         {"PATH=/bin"  },
         "/"
    };
    request.opt = at_opt;
    const lambda_host::Child child = spawn(request);
    std::string text = read_all(child.output.get());
    lambda_host::reap(child.keeper, child.socket.get());
    return text;
  }

  std::string read_line(const lambda_host::Child& child) {
    std::string text;
    while (!text.ends_with('\n')) {
      wait_readable(child.output.get());
      char byte = 0;
      REQUIRE(::read(child.output.get(), &byte, 1) == 1);
      text.push_back(byte);
    }
    return text;
  }

  std::string place = (root() / "opt").string();
  boost::asio::io_context io;
  lambda_host::WorkerPool starter{io, 1};
  OptNamespace opt{starter, place};
  OptMount mount = opt.mount_of(root() / "a:b,c\\d");
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a process sees its layers over what the machine has, and nobody else") {
  if (!mount) return;  // the kernel, or the container, doesn't allow it
  CHECK(output_of("cd " + place + "; cat both layer machine; pwd", mount) ==
        "of a layer\nof a layer\nof the machine\n" + place + "\n");
  CHECK(output_of("pwd", mount) == "/\n");  // as the request says
  CHECK_FALSE(fs::exists(place + "/layer"));
}

TEST_CASE_FIXTURE(Fixture, "nobody writes to layers, and everybody is who they were") {
  if (!mount) return;
  CHECK(output_of("(echo x > " + place + "/new) 2>/dev/null || echo refused", mount) ==
        "refused\n");
  const std::string who = "/usr/bin/id -u; /usr/bin/id -g";
  CHECK(output_of(who, mount) == output_of(who, {}));
}

TEST_CASE_FIXTURE(Fixture, "where it can't be had there is no mount, also later") {
  OptNamespace nowhere(starter, (root() / "nowhere").string());
  CHECK_FALSE(nowhere.mount_of(root() / "opt"));
  fs::create_directories(root() / "nowhere");
  CHECK_FALSE(nowhere.mount_of(root() / "opt"));
}

TEST_CASE_FIXTURE(Fixture, "a mount that fails is told as a program that can't be started") {
  if (!mount) return;
  mount.directory = (root() / "gone").string();
  CHECK_THROWS_WITH_AS(output_of("true", mount), "/bin/sh: No such file or directory",
                       std::system_error);
}

TEST_CASE_FIXTURE(Fixture, "a process that runs already is shown its layers, and nobody else") {
  if (!mount) return;
  lambda_host::SpawnRequest request{
      path(),
      {"/bin/sh",                                                                            "-c",
          "ls " + place + "; echo $$; while ! cat " + place + "/layer 2>/dev/null; do :; done"},
      {"PATH=/bin"},
      "/"
  };
  request.opt = opt.without_mount();
  CHECK(request.opt.namespaces == mount.namespaces);
  const lambda_host::Child child = spawn(request);
  std::string before;
  while (!before.ends_with(fmt::format("{}\n", child.pid))) before += read_line(child);
  CHECK(show_at_opt_of(child.pid, mount) == 0);
  CHECK(read_all(child.output.get()) == "of a layer\n");
  CHECK(before == fmt::format("both\nmachine\n{}\n", child.pid));
  CHECK_FALSE(fs::exists(place + "/layer"));
  CHECK(show_at_opt_of(child.pid, mount) == ESRCH);
  lambda_host::reap(child.keeper, child.socket.get());
}

TEST_CASE_FIXTURE(Fixture, "nothing is shown to a process that has no namespace of its own") {
  if (!mount) return;
  CHECK(show_at_opt_of(::getpid(), mount) != 0);
  CHECK_FALSE(fs::exists(place + "/layer"));
}

TEST_CASE_FIXTURE(Fixture,
                  "only functions with layers have a mount, and their spares a namespace") {
  lambda_host::Deployment deployment;
  deployment.configuration.runtime = "python3.12";
  deployment.code = std::make_shared<const lambda_host::CodeDirectory>(directory.functions(), "id");
  CHECK(opt.mount_for(deployment).namespaces == 0);
  CHECK(spare_kind(deployment, opt) ==
        lambda_host::SpareKind{lambda_host::RuntimeFamily::python, false});
  deployment.configuration.layers = {
      {"arn", 1}
  };
  CHECK(opt.mount_for(deployment).namespaces == mount.namespaces);
  CHECK(opt.mount_for(deployment).directory == (directory.functions().path() / "id" / "opt"));
  CHECK(spare_kind(deployment, opt) ==
        lambda_host::SpareKind{lambda_host::RuntimeFamily::python, bool(mount)});
}

TEST_CASE_FIXTURE(Fixture, "whoever doesn't want to wait for the trial is called behind it") {
  lambda_host::Deployment deployment;
  deployment.code = std::make_shared<const lambda_host::CodeDirectory>(directory.functions(), "id");
  OptNamespace other(starter, place);
  int calls = 0;
  const auto count = [&] { ++calls; };
  other.when_known(deployment, count);
  CHECK(calls == 1);  // there are no layers
  std::promise<void> go;
  starter.run([&] { go.get_future().wait(); }, [] {});
  deployment.configuration.layers = {
      {"arn", 1}
  };
  other.when_known(deployment, count);
  CHECK(calls == 1);
  go.set_value();
  io.run();
  CHECK(calls == 2);
  other.when_known(deployment, count);
  CHECK(calls == 3);
}

TEST_CASE_FIXTURE(Fixture, "what has a namespace ends with its keeper, too") {
  if (!mount) return;
  lambda_host::SpawnRequest request{
      path(), {"/bin/sh",                   "-c", "echo $$; exec sleep 1000"},
       {"PATH=/bin"},
       "/"
  };
  request.opt = mount;
  const lambda_host::Child child = spawn(request);
  const pid_t pid = read_pid(child);
  CHECK(pid == child.pid);
  CHECK(end(child).signal == SIGKILL);
  CHECK_FALSE(exists(pid));
}

}  // namespace opt_namespace_test
