#include "core/time_text.h"

#include <doctest/doctest.h>

namespace time_text_test {

using namespace std::chrono_literals;

TEST_CASE("an ISO time is read as UTC, with and without fraction and zone letter") {
  const core::WallTime time(1'740'193'405s);
  const struct {
    const char* text;
    core::Duration fraction;
  } cases[] = {
      {"2025-02-22T03:03:25Z",        0us     },
      {"2025-02-22T03:03:25",         0us     },
      {"2025-02-22T03:03:25.5Z",      500ms   },
      {"2025-02-22T03:03:25.490",     490ms   },
      {"2025-02-22T03:03:25.000001Z", 1us     },
      {"2025-02-22T03:03:25.123456Z", 123456us},
  };
  for (const auto& each : cases) {
    CAPTURE(each.text);
    CHECK(core::parse_iso_time(each.text) == time + each.fraction);
  }
  CHECK(core::parse_iso_time(core::iso_milliseconds(time)) == time);
}

TEST_CASE("other texts aren't read as times") {
  for (const char* text :
       {"", "Z", "2025-02-22", "2025-02-22T03:03", "2025-02-22 03:03:25", "2025-02-30T03:03:25Z",
        "2025-13-01T03:03:25Z", "2025-02-22T24:03:25Z", "2025-02-22T03:60:25Z",
        "2025-02-22T03:03:60Z", "2025-02-22T03:03:25.Z", "2025-02-22T03:03:25.1234567Z",
        "2025-02-22T03:03:25+01:00", "2025-02-22T03:03:25.1x", "1969-12-31T23:59:59.999999Z",
        "0000-01-01T00:00:00Z", "-025-02-22T03:03:25Z"}) {
    CAPTURE(text);
    CHECK_FALSE(core::parse_iso_time(text));
  }
}

TEST_CASE("a header's date is written and read") {
  const core::WallTime time(std::chrono::seconds(1795608000));
  CHECK(core::http_date(time) == "Wed, 25 Nov 2026 12:00:00 GMT");
  CHECK(core::http_date(time + std::chrono::milliseconds(999)) == "Wed, 25 Nov 2026 12:00:00 GMT");
  CHECK(core::parse_http_date("Wed, 25 Nov 2026 12:00:00 GMT") == time);
  for (const char* text : {"", "Wed, 25 Nov 2026 12:00:00", "Wed, 25 Nov 2026 12:00:00 GMT ",
                           "2026-11-25T12:00:00Z", "yesterday"}) {
    CAPTURE(text);
    CHECK_FALSE(core::parse_http_date(text));
  }
}

TEST_CASE("a time is shown with its milliseconds, or as the second that it lies in") {
  const core::WallTime time = core::WallTime(1'740'193'405s) + 999'999us;
  CHECK(core::iso_milliseconds(time) == "2025-02-22T03:03:25.999");
  CHECK(core::iso_seconds(time) == "2025-02-22T03:03:25");
}

}  // namespace time_text_test
