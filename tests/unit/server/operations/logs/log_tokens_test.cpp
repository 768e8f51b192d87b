#include "server/operations/logs/log_tokens.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

namespace log_tokens_test {

using namespace server::operations;

namespace {

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const core::ApiError& error) {
    CHECK(error.code() == core::ErrorCode::invalid_parameter);
    return error.message();
  }
  return "";
}

const std::string kInvalid = "The specified nextToken is invalid.";

}  // namespace

TEST_CASE("a number has 56 digits") {
  CHECK(digits56(0) == std::string(56, '0'));
  CHECK(digits56(1'700'000'000'000) == std::string(43, '0') + "1700000000000");
}

TEST_CASE("a position is read back from its token") {
  const std::string token = position_token({1'700'000'000'000, 42});
  CHECK(token ==
        "0000000000000001700000000000"
        "0000000000000000000000000042");
  const auto position = read_position_token(token);
  CHECK(position.timestamp == 1'700'000'000'000);
  CHECK(position.id == 42);
}

TEST_CASE("what was never a position is refused") {
  for (const std::string& token :
       {std::string(), std::string(55, '0'), std::string(57, '0'), std::string(55, '0') + "/",
        std::string(55, '0') + ":", "-" + std::string(55, '0'), std::string(56, '9'),
        std::string(28, '0') + std::string(28, '9')}) {
    CAPTURE(token);
    CHECK(error_of([&] { read_position_token(token); }) == kInvalid);
  }
}

TEST_CASE("a text is read back from its token") {
  for (const std::string text : {"", "a", "a/b:[$LATEST]"}) {
    CHECK(read_text_token(text_token(text)) == text);
  }
  CHECK(error_of([] { read_text_token("?"); }) == kInvalid);
}

}  // namespace log_tokens_test
