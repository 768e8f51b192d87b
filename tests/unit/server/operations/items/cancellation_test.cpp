#include "server/operations/items/cancellation.h"

#include <doctest/doctest.h>

#include <vector>

namespace cancellation_test {

using namespace server::operations;

TEST_CASE("a cancelled transaction tells each action's reason, in their order") {
  std::vector<CancellationReason> reasons(3);
  reasons[0] = validation_reason("wrong");
  reasons[2].code = "ConditionalCheckFailed";
  reasons[2].item = core::Item{
      {"id", core::AttributeValue(std::string("1"))}
  };
  const core::ApiError error = transaction_canceled(reasons);
  CHECK(error.code() == core::ErrorCode::transaction_canceled);
  CHECK(error.message() ==
        "Transaction cancelled, please refer cancellation reasons for specific reasons "
        "[ValidationError, None, ConditionalCheckFailed]");
  CHECK(error.members() ==
        R"("CancellationReasons":[{"Code":"ValidationError","Message":"wrong"},{"Code":"None"},)"
        R"({"Code":"ConditionalCheckFailed","Item":{"id":{"S":"1"}}}])");
}

TEST_CASE("one reason cancels, none doesn't") {
  std::vector<CancellationReason> reasons(2);
  CHECK_FALSE(cancels({}));
  CHECK_FALSE(cancels(reasons));
  reasons[1] = validation_reason("wrong");
  CHECK(cancels(reasons));
}

TEST_CASE("checks end with the first reason, and those behind it are None") {
  std::vector<int> checked;
  const auto check_below = [&](int bound) {
    throw_first_reason(std::vector<int>{1, 2, 3, 4}, [&](int action) {
      checked.push_back(action);
      return action < bound ? CancellationReason{} : validation_reason("wrong");
    });
  };
  CHECK_THROWS_WITH_AS(
      check_below(3),
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, None, "
      "ValidationError, None]",
      core::ApiError);
  CHECK(checked == std::vector<int>{1, 2, 3});
  CHECK_NOTHROW(check_below(5));
}

}  // namespace cancellation_test
