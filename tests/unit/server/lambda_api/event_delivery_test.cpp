#include "server/lambda_api/event_delivery.h"

#include "tests/unit/server/lambda_api/lambda_api_fixture.h"

#include <doctest/doctest.h>

using namespace server::lambda_api;
using lambda_host::InvocationRequest;
using lambda_host::InvocationResult;

TEST_CASE("an event is tried three times, and again only after an error") {
  InvocationResult good;
  InvocationResult bad;
  bad.status = InvocationResult::Status::function_error;
  CHECK_FALSE(retries_event(good, 1));
  CHECK(retries_event(bad, 1));
  CHECK(retries_event(bad, 2));
  CHECK_FALSE(retries_event(bad, 3));
}

TEST_CASE("retries repeat the event under its request id") {
  tests::FakeInvoker invoker;
  InvocationRequest event;
  event.payload = std::string(R"({"a":1})");
  event.request_id = "id";
  deliver_event(invoker, event);
  invoker.fail("1");
  invoker.fail("2");
  invoker.fail("3");
  REQUIRE(invoker.requests.size() == 3);
  for (const InvocationRequest& request : invoker.requests) {
    CHECK(request.payload.view().data() == event.payload.view().data());  // held once
    CHECK(request.request_id == "id");
    CHECK(request.payload == R"({"a":1})");
  }
}

TEST_CASE("success ends the retries") {
  tests::FakeInvoker invoker;
  deliver_event(invoker, {});
  invoker.fail("1");
  invoker.succeed("2");
  CHECK(invoker.requests.size() == 2);
}

TEST_CASE("an event whose function was deleted meanwhile is dropped") {
  tests::FakeInvoker invoker;
  deliver_event(invoker, {});
  invoker.refusal.emplace_back(core::ErrorCode::resource_not_found, "Function not found");
  invoker.fail("1");
  CHECK(invoker.requests.size() == 1);
}
