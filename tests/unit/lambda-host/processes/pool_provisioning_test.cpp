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
    CHECK(status().progress == Progress::ready);
  }
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
