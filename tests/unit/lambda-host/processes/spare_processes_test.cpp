#include "lambda-host/processes/spare_processes.h"

#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

#include <filesystem>
#include <fstream>

namespace spare_processes_test {

using namespace handler_pool_fixture;

namespace {

using lambda_host::RuntimeFamily;
using lambda_host::SpareKind;

struct Spares : HandlerPoolFixture {
  lambda_host::HostOptions options;
  std::optional<lambda_host::InterpreterSearch> interpreters;
  lambda_host::WorkerPool starter{io, 1};
  lambda_host::OptNamespace opt{starter};
  std::optional<lambda_host::HostServices> services;
  std::optional<lambda_host::SpareProcesses> spares;

  void begin(std::size_t wanted) {
    const auto path = runtime_files.directory() / "interpreter";
    std::ofstream(path) << "#!/bin/sh\nexec sleep 1000\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    begin(wanted, path.string());
  }
  void begin(std::size_t wanted, const std::string& program) {
    options.node_program = program;
    options.python_program = program;
    interpreters.emplace(io, starter, options, runtime_files.directory());
    // The services know the spares before they are there, as in a pool.
    services.emplace(lambda_host::HostServices{io, mount, sink, clock, options, *interpreters,
                                               runtime_files, *spares, starter, opt});
    spares.emplace(*services, wanted);
  }
  void fill(SpareKind kind) {
    spares->wake(kind);
    spares->replenish(kind, 0, 0);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Spares, "there are as many as wanted of each interpreter that is used") {
  begin(2);
  spares->replenish({RuntimeFamily::node}, 0, 0);
  CHECK(spares->count() == 0);
  fill({RuntimeFamily::node});
  CHECK(spares->count({RuntimeFamily::node}) == 2);
  CHECK(spares->count({RuntimeFamily::python}) == 0);
  fill({RuntimeFamily::python});
  CHECK(spares->count() == 4);
  run_until([&] { return spares->keepers().size() == 4 && spares->keepers().count(-1) == 0; });
  CHECK_FALSE(spares->lacks({RuntimeFamily::node}));
  spares->wake({RuntimeFamily::provided});
  CHECK_FALSE(spares->lacks({RuntimeFamily::provided}));
}

TEST_CASE_FIXTURE(Spares, "those for functions with layers are others, and have a namespace") {
  const auto namespaces = opt.mount_of(runtime_files.directory()).namespaces;
  begin(1);
  fill({RuntimeFamily::node});
  CHECK(spares->first({RuntimeFamily::node, true}) == nullptr);
  fill({RuntimeFamily::node, true});
  CHECK(spares->count() == 2);
  CHECK(spares->count({RuntimeFamily::node, true}) == 1);
  CHECK_FALSE(spares->first({RuntimeFamily::node})->request().opt);
  const auto process = spares->take({RuntimeFamily::node, true});
  CHECK(process->request().opt.namespaces == namespaces);
  CHECK(process->request().opt.directory.empty());
  CHECK(spares->count({RuntimeFamily::node}) == 1);
}

TEST_CASE_FIXTURE(Spares, "spares count to the processes that there are") {
  options.limits.per_function = 2;
  options.limits.total = 10;
  begin(10);
  spares->wake({RuntimeFamily::node});
  spares->replenish({RuntimeFamily::node}, 0, 5);
  CHECK(spares->count() == 3);
  spares->replenish({RuntimeFamily::node}, 1, 0);
  CHECK(spares->count() == 3);
}

TEST_CASE_FIXTURE(Spares, "the one that waits longest is taken or gives way first") {
  begin(2);
  fill({RuntimeFamily::python});
  SUBCASE("taken") {
    CHECK(spares->first({RuntimeFamily::node}) == nullptr);
    CHECK(spares->take({RuntimeFamily::node}) == nullptr);
    CHECK(spares->first({RuntimeFamily::python})->address().starts_with("127.0.0.1:1/"));
    const auto process = spares->take({RuntimeFamily::python});
    CHECK(process->address().starts_with("127.0.0.1:1/"));
    CHECK(spares->count() == 1);
    CHECK(spares->lacks({RuntimeFamily::python}));
  }
  SUBCASE("given up") {
    run_until([&] { return spares->keepers().count(-1) == 0; });
    CHECK(spares->give_way());
    CHECK(spares->count() == 1);
    CHECK(spares->keepers().size() == 2);  // until it is gone
    run_until([&] { return mount.handlers.size() == 1; });
    CHECK(mount.handlers.count(2) == 1);
    CHECK(spares->lacks({RuntimeFamily::python}));
    CHECK(spares->give_way());
    CHECK_FALSE(spares->give_way());
  }
}

TEST_CASE_FIXTURE(Spares, "one that ends by itself isn't replaced before a function needs one") {
  begin(1, "/bin/true");
  fill({RuntimeFamily::node});
  run_until([&] { return mount.handlers.empty(); });
  CHECK(spares->count() == 0);
  CHECK_FALSE(spares->lacks({RuntimeFamily::node}));
  spares->wake({RuntimeFamily::node});
  CHECK(spares->lacks({RuntimeFamily::node}));
}

TEST_CASE_FIXTURE(Spares, "one that waits too long ends") {
  options.idle_limit = 10ms;
  begin(1);
  fill({RuntimeFamily::node});
  run_until([&] { return spares->count() == 0; });
  CHECK_FALSE(spares->lacks({RuntimeFamily::node}));
  run_until([&] { return mount.handlers.empty(); });
}

TEST_CASE_FIXTURE(Spares, "a program that isn't there is no spare") {
  begin(1, "/no/such/program");
  fill({RuntimeFamily::node});
  run_until([&] { return spares->count() == 0; });
  CHECK_FALSE(spares->lacks({RuntimeFamily::node}));
  run_until([&] { return mount.handlers.empty(); });
}

TEST_CASE_FIXTURE(Spares, "all end when there is an end") {
  begin(2);
  fill({RuntimeFamily::node});
  fill({RuntimeFamily::python});
  spares->stop();
  CHECK(spares->count() == 0);
  run_until([&] { return mount.handlers.empty(); });
}

}  // namespace spare_processes_test
