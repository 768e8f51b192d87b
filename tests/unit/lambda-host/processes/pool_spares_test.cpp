#include "lambda-host/functions/concurrency.h"
#include "lambda-host/functions/provisioned_concurrency.h"
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

#include <signal.h>

#include <filesystem>
#include <fstream>

namespace pool_spares_test {

using namespace handler_pool_fixture;

namespace {

const core::FunctionName kOther("g");
const core::FunctionName kThird("h");

struct WarmPool : HandlerPoolFixture {
  lambda_host::HostOptions options;

  WarmPool() { options.spare_processes = 1; }
};

// An interpreter that tells its port, secret and all, and waits; the test asks in its place.
struct SparePool : HandlerPoolFixture {
  lambda_host::HostOptions options;
  std::map<std::string, std::unique_ptr<std::string>> targets;

  void begin() {
    options.node_program = program();
    options.spare_processes = 1;
    start(kIdleScript, options);
  }

  std::string program() {
    const auto path = runtime_files.directory() / "interpreter";
    std::ofstream(path) << "#!/bin/sh\necho \"$AWS_LAMBDA_RUNTIME_API $$\" > "
                        << runtime_files.directory().string()
                        << "/${AWS_LAMBDA_RUNTIME_API%/*}\nexec sleep 1000\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
  }

  void create_node(const core::FunctionName& name, lambda_host::Variables variables = {}) {
    lambda_host::FunctionSettings settings;
    settings.runtime = "nodejs20.x";
    settings.environment = std::move(variables);
    create(name, std::move(settings));
  }

  struct Interpreter {
    std::string secret;
    pid_t pid = 0;
  };
  Interpreter at(std::uint16_t port) {
    const auto path = runtime_files.directory() / ("127.0.0.1:" + std::to_string(port));
    std::string address;
    pid_t pid = 0;
    for (int i = 0; i < 20'000 && !(std::ifstream(path) >> address >> pid); ++i) io.run_for(1ms);
    return {address.substr(address.find('/')), pid};
  }

  // The answer; empty while it waits.
  std::shared_ptr<std::string> get(std::uint16_t port, const std::string& path) {
    auto answer = std::make_shared<std::string>();
    auto& target = targets[std::to_string(port) + path];
    target = std::make_unique<std::string>(at(port).secret + path);
    await_starts();
    mount.handlers.at(port)({"GET", *target, headers_for(port), {}},
                            [answer](core::HttpResponse response) { *answer = response.body; });
    return answer;
  }
  std::shared_ptr<std::string> next_of(std::uint16_t port) {
    return get(port, "/2018-06-01/runtime/invocation/next");
  }
};

bool has(const std::string& block, const std::string& variable) {
  return (std::string(1, '\0') + block).find('\0' + variable + '\0') != std::string::npos;
}

}  // namespace

TEST_CASE_FIXTURE(SparePool, "the first function of a runtime makes a process wait for the next") {
  begin();
  CHECK(pool->spare_count() == 0);
  create_node(kOther);
  CHECK(pool->spare_count() == 1);
  CHECK(pool->process_count() == 0);
}

TEST_CASE_FIXTURE(SparePool,
                  "an invocation takes the spare, and another one comes after its init") {
  begin();
  create_node(kOther);
  const auto assignment = get(1, "/assignment");
  CHECK(assignment->empty());
  invoke("1", kOther);
  CHECK(has(*assignment, "_HANDLER=h"));
  CHECK(has(*assignment, "AWS_LAMBDA_FUNCTION_NAME=g"));
  CHECK(has(*assignment, "AWS_LAMBDA_RUNTIME_API=127.0.0.1:1" + at(1).secret));
  CHECK(pool->process_count() == 1);
  CHECK(pool->spare_count() == 0);
  CHECK(sink.messages().starts_with("INIT_START Runtime Version: "));
  CHECK(*next_of(1) == "1");
  CHECK(pool->spare_count() == 1);
  CHECK(mount.last_port == 2);
}

TEST_CASE_FIXTURE(SparePool, "one that comes up yet is taken, too") {
  begin();
  create_node(kOther);
  invoke("1", kOther);
  CHECK(pool->process_count() == 1);
  CHECK(mount.last_port == 1);
  CHECK(has(*get(1, "/assignment"), "_HANDLER=h"));
}

TEST_CASE_FIXTURE(SparePool,
                  "a function whose variables are read at the start has its own process") {
  begin();
  create_node(kOther, {
                          {"NODE_OPTIONS", "--no-warnings"}
  });
  invoke("1", kOther);
  CHECK(pool->process_count() == 1);
  CHECK(pool->spare_count() == 1);
  CHECK(mount.last_port == 2);
  CHECK(*next_of(2) == "1");
}

TEST_CASE_FIXTURE(SparePool, "a spare that ends untold costs its function nothing but time") {
  begin();
  create_node(kOther);
  invoke("1", kOther);
  ::kill(at(1).pid, SIGKILL);
  run_until([&] { return mount.last_port == 2; });
  CHECK(pool->process_count() == 1);
  CHECK(*next_of(2) == "1");
  CHECK(mount.handlers.count(1) == 0);
  CHECK(sink.messages().find("Runtime exited") == std::string::npos);
}

TEST_CASE_FIXTURE(SparePool, "spares give way to functions, and come back when there are places") {
  options.limits.total = 2;
  options.limits.per_function = 1;
  begin();
  create_node(kOther);
  CHECK(pool->spare_count() == 1);
  invoke("1");
  CHECK(pool->process_count() == 1);
  CHECK(pool->spare_count() == 1);
  create(kThird);
  invoke("2", kThird);
  CHECK(pool->process_count() == 2);
  CHECK(pool->spare_count() == 0);
  for (const std::uint16_t port : {std::uint16_t{2}, std::uint16_t{3}}) {
    const auto event = next(port);
    respond(port, *event, "x");
    next(port);
  }
  registry.erase(kScope, kName);
  registry.erase(kScope, kThird);
  run_until([&] { return pool->spare_count() == 1; });
}

TEST_CASE_FIXTURE(SparePool, "functions of before have a spare when the program goes on") {
  begin();
  create_node(kOther);
  pool.reset();
  pool.emplace(io, registry, mount, sink, clock, runtime_files, options);
  CHECK(pool->spare_count() == 0);
  pool->resume();
  CHECK(pool->spare_count() == 1);
}

TEST_CASE_FIXTURE(WarmPool, "a function that is warmed has a process for its first event") {
  start(kIdleScript, options);
  pool->warm(kScope, kName, {});
  CHECK(pool->process_count() == 1);
  CHECK(sink.messages().starts_with("INIT_START Runtime Version: "));
  SUBCASE("it has come up") {
    const auto event = next(1);
    invoke("1");
    CHECK(*event == "1");
  }
  SUBCASE("it comes up") {
    invoke("1");
    CHECK(*next(1) == "1");
  }
  SUBCASE("it is warm already") {
    pool->warm(kScope, kName, "$LATEST");
  }
  CHECK(pool->process_count() == 1);
  CHECK(mount.last_port == 1);
}

TEST_CASE_FIXTURE(WarmPool, "nothing is warmed that isn't there, may not run, or isn't wanted") {
  SUBCASE("not there") {
    start(kIdleScript, options);
    pool->warm(kScope, kOther, {});
    pool->warm(kScope, kName, "7");
  }
  SUBCASE("throttled") {
    start(kIdleScript, options);
    lambda_host::reserve_concurrency(registry, kScope, kName, 0);
    pool->warm(kScope, kName, {});
  }
  SUBCASE("not wanted") {
    options.spare_processes = 0;
    start(kIdleScript, options);
    pool->warm(kScope, kName, {});
  }
  CHECK(pool->process_count() == 0);
  CHECK(mount.last_port == 0);
}

TEST_CASE_FIXTURE(WarmPool, "warm processes leave the places that one function may have") {
  options.limits.per_function = 2;
  options.limits.total = 3;
  start(kIdleScript, options);
  create(kOther);
  pool->warm(kScope, kName, {});
  pool->warm(kScope, kOther, {});
  CHECK(pool->process_count() == 1);
}

TEST_CASE_FIXTURE(WarmPool,
                  "of processes that were never used there are few, whoever is deployed") {
  options.limits.per_function = 2;
  start(kIdleScript, options);
  create(kOther);
  create(kThird);
  for (const auto& name : {kName, kOther, kThird}) pool->warm(kScope, name, {});
  CHECK(pool->process_count() == 2);
  next(1);
  pool->warm(kScope, kThird, {});
  CHECK(pool->process_count() == 2);
  invoke("1");
  pool->warm(kScope, kThird, {});
  CHECK(pool->process_count() == 3);
}

TEST_CASE_FIXTURE(WarmPool, "what is provisioned isn't among those that were never used") {
  options.limits.per_function = 2;
  start(kIdleScript, options);
  registry.publish(kScope, kName, {});
  lambda_host::provision(registry, {kScope, kName, "1"}, 2, clock.now());
  CHECK(pool->process_count() == 2);
  create(kOther);
  pool->warm(kScope, kOther, {});
  CHECK(pool->process_count() == 3);
}

TEST_CASE_FIXTURE(SparePool,
                  "a version is warmed by the alias that comes to it, out of the spare") {
  begin();
  create_node(kOther);
  registry.publish(kScope, kOther, {});
  CHECK(pool->process_count() == 0);
  lambda_host::AliasSettings alias;
  alias.name = "live";
  alias.function_version = "1";
  registry.create_alias(kScope, kOther, alias);
  CHECK(pool->process_count() == 1);
  CHECK(has(*get(1, "/assignment"), "AWS_LAMBDA_FUNCTION_VERSION=1"));
}

}  // namespace pool_spares_test
