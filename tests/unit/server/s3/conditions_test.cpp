#include "server/s3/conditions.h"

#include "core/time_text.h"
#include "server/s3/s3_error.h"
#include "tests/support/fake_headers.h"

#include <doctest/doctest.h>

namespace conditions_test {

using namespace server::s3;
using tests::FakeHeaders;
using tests::HeaderList;

TEST_CASE("a list of entity tags is looked through") {
  for (const char* list : {"\"abc\"", "abc", "*", "\"x\", \"abc\"", "\"abc\",\"x\"", "W/\"abc\""}) {
    CAPTURE(list);
    CHECK(has_etag(list, "abc"));
  }
  for (const char* list : {"", "\"ab\"", "\"abcd\"", "\"x\", \"y\"", "\"*a\""}) {
    CAPTURE(list);
    CHECK_FALSE(has_etag(list, "abc"));
  }
}

TEST_CASE("what becomes of a read is decided by tags before dates") {
  const char* const kBefore = "Thu, 26 Nov 2026 11:59:59 GMT";
  const char* const kSame = "Thu, 26 Nov 2026 12:00:00 GMT";
  const auto modified_at =
      *core::parse_http_date(kSame) + std::chrono::milliseconds(999);  // dates are of seconds
  struct Case {
    const char* name;
    HeaderList fields;
    ReadVerdict verdict;
    const char* condition;
  };
  const Case cases[] = {
      {"nothing asked",                {},                                   ReadVerdict::send,         ""             },
      {"its tag",                      {{"If-Match", "\"e\""}},              ReadVerdict::send,         ""             },
      {"another tag",                  {{"If-Match", "\"f\""}},              ReadVerdict::failed,       "If-Match"     },
      {"modified since",
       {{"If-Unmodified-Since", kBefore}},
       ReadVerdict::failed,
       "If-Unmodified-Since"                                                                                           },
      {"not modified since",           {{"If-Unmodified-Since", kSame}},     ReadVerdict::send,         ""             },
      {"its tag, but modified since",
       {{"If-Match", "e"}, {"If-Unmodified-Since", kBefore}},
       ReadVerdict::send,
       ""                                                                                                              },
      {"known already",                {{"If-None-Match", "\"e\""}},         ReadVerdict::not_modified, "If-None-Match"},
      {"another is known",             {{"If-None-Match", "\"f\""}},         ReadVerdict::send,         ""             },
      {"known by its date",
       {{"If-Modified-Since", kSame}},
       ReadVerdict::not_modified,
       "If-Modified-Since"                                                                                             },
      {"newer than what is known",     {{"If-Modified-Since", kBefore}},     ReadVerdict::send,         ""             },
      {"another, though not modified",
       {{"If-None-Match", "f"}, {"If-Modified-Since", kSame}},
       ReadVerdict::send,
       ""                                                                                                              },
      {"no date",                      {{"If-Modified-Since", "yesterday"}}, ReadVerdict::send,         ""             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const auto decision = decide_read(FakeHeaders(c.fields), "e", modified_at);
    CHECK(decision.verdict == c.verdict);
    CHECK(decision.condition == c.condition);
  }
}

TEST_CASE("a write may ask for no object, or for a certain one") {
  const auto verdict = [](HeaderList fields, std::optional<std::string> etag) {
    return decide_write(write_condition(FakeHeaders(std::move(fields))), etag);
  };
  CHECK(verdict({}, std::nullopt) == WriteVerdict::done);
  CHECK(verdict({}, "e") == WriteVerdict::done);
  CHECK(verdict(
            {
                {"If-None-Match", "*"}
  },
            std::nullopt) == WriteVerdict::done);
  CHECK(verdict(
            {
                {"If-None-Match", "*"}
  },
            "e") == WriteVerdict::failed_none_match);
  CHECK(verdict(
            {
                {"If-Match", "\"e\""}
  },
            "e") == WriteVerdict::done);
  CHECK(verdict(
            {
                {"If-Match", "\"f\""}
  },
            "e") == WriteVerdict::failed_match);
  CHECK(verdict(
            {
                {"If-Match", "\"e\""}
  },
            std::nullopt) == WriteVerdict::no_key);
  CHECK_THROWS_WITH(verdict(
                        {
                            {"If-None-Match", "\"e\""}
  },
                        "e"),
                    "Rivulet doesn't support an If-None-Match of anything but *.");
}

}  // namespace conditions_test
