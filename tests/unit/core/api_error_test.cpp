#include "core/api_error.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace api_error_test {

using core::ApiError;
using core::ErrorCode;
using core::FrontEnd;

TEST_CASE("each code has a name of its own") {
  std::set<std::string_view> names;
  const int last = static_cast<int>(ErrorCode::validation);
  for (int code = 0; code <= last; ++code) {
    names.insert(core::error_name(static_cast<ErrorCode>(code)));
  }
  CHECK(names.size() == static_cast<std::size_t>(last) + 1);
}

TEST_CASE("names are those of the service models") {
  CHECK(core::error_name(ErrorCode::validation) == "ValidationException");
  CHECK(core::error_name(ErrorCode::conditional_check_failed) == "ConditionalCheckFailedException");
  CHECK(core::error_name(ErrorCode::internal) ==
        "InternalServerError");  // the only one that differs
}

TEST_CASE("an error carries its message and its further members") {
  const core::ApiError plain(ErrorCode::table_not_found, "no table");
  CHECK(plain.message() == "no table");
  CHECK(plain.members().empty());
  CHECK(std::string(plain.what()) == "no table");

  const core::ApiError rich(ErrorCode::conditional_check_failed, "failed", R"("Item":{})");
  CHECK(rich.code() == ErrorCode::conditional_check_failed);
  CHECK(rich.members() == R"("Item":{})");
}

TEST_CASE("throw_validation throws a validation error") {
  try {
    core::throw_validation("wrong");
    FAIL("nothing was thrown");
  } catch (const core::ApiError& error) {
    CHECK(error.code() == ErrorCode::validation);
    CHECK(error.message() == "wrong");
  }
}

TEST_CASE("what is left to the older front end has its words for both") {
  try {
    core::throw_left_to_older("old words");
  } catch (const ApiError& error) {
    CHECK(error.code() == ErrorCode::validation);
    CHECK(error.left_to_older());
    CHECK(error.message(FrontEnd::current) == "old words");
    CHECK(error.message(FrontEnd::older) == "old words");
  }
  CHECK_FALSE(ApiError(ErrorCode::validation, "any").left_to_older());
}

TEST_CASE("an error has words for each front end, or the same for both") {
  const ApiError same(ErrorCode::table_not_found, "Table not found", R"("Table":"t")");
  CHECK(same.message(FrontEnd::current) == "Table not found");
  CHECK(same.message(FrontEnd::older) == "Table not found");
  CHECK(same.in_words_of(FrontEnd::older).members() == R"("Table":"t")");

  const ApiError two(ErrorCode::validation, core::Wording{"new words", "old words"});
  CHECK(two.message() == "new words");
  CHECK(two.message(FrontEnd::older) == "old words");
  const ApiError chosen = two.in_words_of(FrontEnd::older);
  CHECK(chosen.message() == "old words");
  CHECK(chosen.message(FrontEnd::current) == "old words");
  CHECK(std::string(chosen.what()) == "old words");
  CHECK(chosen.code() == ErrorCode::validation);
}

}  // namespace api_error_test
