#include "lambda-host/functions/session_token.h"

#include <doctest/doctest.h>

namespace session_token_test {

using lambda_host::function_of_session;

TEST_CASE("a session token names its function, and no other token does") {
  const core::FunctionName orders("orders");
  CHECK(lambda_host::session_token(orders) == "rivulet-function/orders");
  CHECK(function_of_session("rivulet-function/orders") == orders);
  for (const char* other : {"", "rivulet", "orders", "rivulet-function/", "xrivulet-function/f"}) {
    CAPTURE(other);
    CHECK_FALSE(function_of_session(other));
  }
}

}  // namespace session_token_test
