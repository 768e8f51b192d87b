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
  lambda_host::AsyncInvocations pending;
  InvocationRequest event;
  event.payload = std::string(R"({"a":1})");
  event.request_id = "id";
  deliver_event(invoker, pending, event);
  invoker.fail("1");
  invoker.fail("2");
  CHECK(pending.pending().size() == 1);
  invoker.fail("3");
  CHECK(pending.pending().empty());
  CHECK(pending.counts().at({}).failed == 3);
  REQUIRE(invoker.requests.size() == 3);
  for (const InvocationRequest& request : invoker.requests) {
    CHECK(request.payload.view().data() == event.payload.view().data());  // held once
    CHECK(request.request_id == "id");
    CHECK(request.payload == R"({"a":1})");
  }
}

TEST_CASE("success ends the retries") {
  tests::FakeInvoker invoker;
  lambda_host::AsyncInvocations pending;
  deliver_event(invoker, pending, {});
  invoker.fail("1");
  CHECK(pending.pending().size() == 1);
  invoker.succeed("2");
  CHECK(invoker.requests.size() == 2);
  CHECK(pending.pending().empty());
  CHECK(pending.counts().at({}).ok == 1);
  CHECK(pending.counts().at({}).failed == 1);
}

TEST_CASE("an event whose function was deleted meanwhile is dropped") {
  tests::FakeInvoker invoker;
  lambda_host::AsyncInvocations pending;
  deliver_event(invoker, pending, {});
  invoker.refusal.emplace_back(core::ErrorCode::resource_not_found, "Function not found");
  invoker.fail("1");
  CHECK(invoker.requests.size() == 1);
  CHECK(pending.pending().empty());
}

TEST_CASE("an event that can't be queued isn't pending") {
  tests::FakeInvoker invoker;
  lambda_host::AsyncInvocations pending;
  invoker.refusal.emplace_back(core::ErrorCode::too_many_requests, "Rate Exceeded.");
  CHECK_THROWS_AS(deliver_event(invoker, pending, {}), core::ApiError);
  CHECK(pending.pending().empty());
}

TEST_CASE("pending events are counted by function, and each end is told") {
  tests::FakeInvoker invoker;
  lambda_host::AsyncInvocations pending;
  int ends = 0;
  pending.on_ended([&] { ++ends; });
  InvocationRequest event;
  event.function = core::FunctionName("f");
  deliver_event(invoker, pending, event);
  deliver_event(invoker, pending, event);
  CHECK(pending.pending().at({event.scope, event.function}) == 2);
  invoker.succeed("1");
  CHECK(pending.pending().at({event.scope, event.function}) == 1);
  CHECK(ends == 1);
}
