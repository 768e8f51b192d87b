#pragma once

#include "lambda-host/processes/handler_pool.h"
#include "storage/files/data_directory.h"
#include "tests/support/fake_headers.h"
#include "tests/unit/lambda-host/fakes.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Real processes that do nothing; the test speaks to the Runtime API in their place.
namespace handler_pool_fixture {

using lambda_host::InvocationResult;
using namespace std::chrono_literals;

inline constexpr const char* kIdleScript = "#!/bin/sh\necho begins\nexec sleep 1000\n";
inline const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
inline const core::FunctionName kName("f");

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct HandlerPoolFixture {
  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  boost::asio::io_context io;
  FakeFunctionStore store;
  core::ManualClock clock;
  FakeMount mount;
  FakeLogSink sink;
  lambda_host::FunctionRegistry registry{store, clock, directory.functions()};
  lambda_host::BootstrapFiles runtime_files{directory.own()};
  std::optional<lambda_host::HandlerPool> pool;
  std::vector<InvocationResult> results;
  std::map<std::uint16_t, tests::FakeHeaders> headers;  // by port

  void start(const std::string& bootstrap = kIdleScript, lambda_host::HostOptions options = {}) {
    pool.emplace(io, registry, mount, sink, clock, runtime_files, options);
    create(kName, bootstrap);
  }

  void create(const core::FunctionName& name, const std::string& bootstrap = kIdleScript,
              int timeout_seconds = 1) {
    lambda_host::FunctionSettings settings;
    settings.runtime = "provided.al2023";
    settings.timeout_seconds = timeout_seconds;
    create(name, settings, bootstrap);
  }

  void create(const core::FunctionName& name, lambda_host::FunctionSettings settings,
              const std::string& bootstrap = kIdleScript) {
    settings.handler = "h";
    settings.role = "arn:aws:iam::000000000000:role/r";
    registry.create(
        kScope, name, settings,
        lambda_host::prepare_code(build_zip({file("bootstrap", bootstrap, S_IFREG | 0755)}),
                                  registry.code_root()));
  }

  void invoke(const std::string& payload = "{}", const core::FunctionName& function = kName,
              const std::string& qualifier = {},
              lambda_host::Interruption interruption = lambda_host::Interruption::none) {
    lambda_host::InvocationRequest request;
    request.interruption = interruption;
    request.scope = kScope;
    request.function = function;
    request.qualifier = qualifier;
    request.payload = payload;
    request.request_id = "id-" + payload;
    request.wants_log_tail = true;
    pool->invoke(std::move(request),
                 [this](InvocationResult result) { results.push_back(std::move(result)); });
  }

  // Until all processes run that were wanted by now, since what one asks before waits for that.
  void await_starts() {
    bool all = false;
    pool->starter().run([] {}, [&] { all = true; });
    run_until([&] { return all; });
  }

  const tests::FakeHeaders& headers_for(std::uint16_t port) {
    const tests::HeaderList host = {std::pair("Host", "127.0.0.1:" + std::to_string(port))};
    return headers.try_emplace(port, host).first->second;
  }

  // The event that `next` brought; empty while it waits.
  std::shared_ptr<std::string> next(std::uint16_t port) {
    await_starts();
    auto event = std::make_shared<std::string>();
    mount.handlers.at(port)({"GET", "/2018-06-01/runtime/invocation/next", headers_for(port), {}},
                            [event](core::HttpResponse response) { *event = response.body; });
    return event;
  }
  int post(std::uint16_t port, const std::string& path, std::string body) {
    await_starts();
    int status = 0;
    mount.handlers.at(port)(
        {"POST", "/2018-06-01/runtime/" + path, headers_for(port), std::move(body)},
        [&](core::HttpResponse response) { status = response.status; });
    return status;
  }
  void respond(std::uint16_t port, const std::string& payload, const std::string& answer) {
    CHECK(post(port, "invocation/id-" + payload + "/response", answer) == 202);
  }

  template <class Condition>
  void run_until(Condition condition) {
    while (!condition()) REQUIRE(io.run_one_for(20s) > 0);
  }
};

}  // namespace handler_pool_fixture
