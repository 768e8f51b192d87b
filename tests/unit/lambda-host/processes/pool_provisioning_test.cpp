#include "core/api_error.h"
#include "lambda-host/functions/concurrency.h"
#include "lambda-host/functions/provisioned_concurrency.h"
#include "tests/unit/lambda-host/processes/handler_pool_fixture.h"

namespace pool_provisioning_test {

using namespace handler_pool_fixture;

namespace {

using lambda_host::ProvisionedStatus;
using Progress = ProvisionedStatus::Progress;

struct ProvisionedPool : HandlerPoolFixture {
  void publish(const std::string& bootstrap = kIdleScript, lambda_host::HostOptions options = {}) {
    start(bootstrap, options);
    registry.publish(kScope, kName, {});
  }
  void provision(int count) {
    lambda_host::provision(registry, {kScope, kName, "1"}, count, clock.now());
  }
  static lambda_host::HostOptions limits(std::size_t per_function, std::size_t total) {
    lambda_host::HostOptions options;
    options.limits.per_function = per_function;
    options.limits.total = total;
    return options;
  }
  // A function that has an idle process from now on.
  void use(const core::FunctionName& name) {
    create(name);
    invoke("0", name);
    const std::uint16_t port = mount.last_port;
    next(port);
    respond(port, "0", "{}");
    next(port);
  }
  ProvisionedStatus status() {
    return registry.provisioned_status(*registry.find(kScope, kName, "1"));
  }
};

}  // namespace

TEST_CASE_FIXTURE(ProvisionedPool,
                  "provisioned processes start by themselves and are ready when they wait") {
  publish();
  CHECK(status().progress == Progress::in_progress);
  provision(2);
  CHECK(pool->process_count() == 2);
  CHECK(status().progress == Progress::in_progress);
  CHECK(status().ready == 0);
  next(1);
  CHECK(status().ready == 1);
  CHECK(status().progress == Progress::in_progress);
  const auto event = next(2);
  CHECK(status().ready == 2);
  CHECK(status().progress == Progress::ready);
  invoke("1", kName, "1");
  CHECK(pool->process_count() == 2);
  CHECK(status().ready == 2);
}

TEST_CASE_FIXTURE(ProvisionedPool, "what is provisioned stays within the limits of processes") {
  lambda_host::HostOptions options;
  options.limits.per_function = 3;
  options.limits.total = 5;
  publish(kIdleScript, options);
  SUBCASE("of a function") {
    options.limits.total = 50;
    pool.reset();
    pool.emplace(io, registry, mount, sink, clock, runtime_files, options);
    provision(9);
    CHECK(pool->process_count() == 3);
  }
  SUBCASE("of all: places are left for the others") {
    provision(3);
    CHECK(pool->process_count() == 2);
    next(1);
    next(2);
    CHECK(status().progress == Progress::in_progress);
    CHECK(status().ready == 2);
  }
}

TEST_CASE_FIXTURE(ProvisionedPool, "more than a function may have are ready when it has as many") {
  lambda_host::HostOptions options;
  options.limits.per_function = 2;
  publish(kIdleScript, options);
  provision(9);
  next(1);
  CHECK(status().progress == Progress::in_progress);
  next(2);
  CHECK(status().progress == Progress::ready);
}

TEST_CASE_FIXTURE(ProvisionedPool, "idle processes give their places up for those that are kept") {
  publish(kIdleScript, limits(1, 3));
  for (const char* name : {"g", "h", "i"}) use(core::FunctionName(name));
  CHECK(pool->process_count() == 3);
  provision(1);
  CHECK(pool->process_count() == 3);
  CHECK(mount.last_port == 4);
  CHECK(status().progress == Progress::in_progress);
  next(4);
  CHECK(status().progress == Progress::ready);
}

TEST_CASE_FIXTURE(ProvisionedPool, "while all places are busy, what is to be kept isn't ready") {
  publish(kIdleScript, limits(1, 2));
  create(core::FunctionName("g"));
  invoke("1");
  invoke("2", core::FunctionName("g"));
  next(1);
  next(2);
  provision(1);
  CHECK(mount.last_port == 2);
  CHECK(status().ready == 0);
  CHECK(status().progress == Progress::in_progress);
  respond(2, "2", "{}");
  next(2);  // it would be idle
  CHECK(pool->process_count() == 2);
  CHECK(mount.last_port == 3);
  CHECK(status().progress == Progress::in_progress);
  next(3);
  CHECK(status().progress == Progress::ready);
}

TEST_CASE_FIXTURE(ProvisionedPool,
                  "invocations start their own while provisioned processes start") {
  publish();
  provision(1);
  invoke("1", kName, "1");
  CHECK(pool->process_count() == 2);
  CHECK(*next(2) == "1");
  const auto kept = next(1);
  respond(2, "1", "{}");
  clock.advance(1ms);
  const auto on_demand = next(2);
  invoke("2", kName, "1");
  CHECK(*kept == "2");
  CHECK(on_demand->empty());
}

TEST_CASE_FIXTURE(ProvisionedPool, "a provisioned process that can't begin fails no invocation") {
  lambda_host::HostOptions options;
  options.init_limit = 200ms;
  publish(kIdleScript, options);
  provision(1);
  invoke("1", kName, "1");
  const auto event = next(2);
  SUBCASE("by its own error") {
    CHECK(post(1, "init/error", "{}") == 202);
  }
  SUBCASE("in time") {}
  invoke("2", kName, "1");
  run_until([&] { return status().progress == Progress::failed; });
  CHECK(results.empty());
  CHECK(*event == "1");
  respond(2, "1", "{}");
  CHECK(*next(2) == "2");
}

TEST_CASE_FIXTURE(ProvisionedPool, "provisioned processes stay though they have nothing to do") {
  lambda_host::HostOptions options;
  options.idle_limit = 10ms;
  publish(kIdleScript, options);
  provision(1);
  next(1);
  io.run_for(50ms);
  CHECK(pool->process_count() == 1);
  lambda_host::stop_provisioning(registry, {kScope, kName, "1"});
  CHECK(pool->process_count() == 0);
}

TEST_CASE_FIXTURE(ProvisionedPool, "less demand lets some go, and one that ends is replaced") {
  publish();
  provision(3);
  for (std::uint16_t port = 1; port <= 3; ++port) next(port);
  provision(2);
  CHECK(pool->process_count() == 2);
  run_until([&] { return mount.handlers.size() == 2; });
  clock.advance(1s);
  invoke("1", kName, "1");
  run_until([&] { return results.size() == 1; });  // it timed out
  run_until([&] { return pool->process_count() == 2 && mount.last_port == 4; });
}

TEST_CASE_FIXTURE(ProvisionedPool,
                  "a version that can't begin has failed, until it is provisioned anew") {
  publish("#!/bin/sh\nexit 3\n");
  provision(1);
  run_until([&] { return status().progress == Progress::failed; });
  run_until([&] { return mount.handlers.empty(); });
  CHECK(pool->process_count() == 0);
  provision(1);
  CHECK(pool->process_count() == 1);
}

TEST_CASE_FIXTURE(ProvisionedPool, "processes that were provisioned before a restart start again") {
  publish();
  provision(2);
  pool.reset();
  pool.emplace(io, registry, mount, sink, clock, runtime_files, lambda_host::HostOptions{});
  CHECK(pool->process_count() == 0);
  pool->resume();
  CHECK(pool->process_count() == 2);
}

TEST_CASE_FIXTURE(ProvisionedPool,
                  "what is provisioned of a reservation is for its version alone") {
  publish();
  lambda_host::reserve_concurrency(registry, kScope, kName, 2);
  provision(1);
  CHECK_NOTHROW(invoke("1"));
  CHECK_THROWS_WITH_AS(invoke("2"), "Rate Exceeded.", core::ApiError);
  CHECK_NOTHROW(invoke("3", kName, "1"));
  CHECK_THROWS_WITH_AS(invoke("4", kName, "1"), "Rate Exceeded.", core::ApiError);
}

}  // namespace pool_provisioning_test
