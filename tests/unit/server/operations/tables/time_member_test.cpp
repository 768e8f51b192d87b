#include "server/operations/tables/time_member.h"

#include <doctest/doctest.h>

namespace time_member_test {

using namespace server::operations;

TEST_CASE("times are seconds with three digits behind the point") {
  core::json::Writer writer;
  writer.begin_object();
  write_time(writer, "at", core::from_epoch_milliseconds(1'734'480'000'007));
  CHECK(writer.end_object().take() == R"({"at":1734480000.007})");
}

TEST_CASE("what has no time has no member") {
  core::json::Writer writer;
  writer.begin_object();
  write_time(writer, "at", std::nullopt);
  CHECK(writer.end_object().take() == "{}");
}

}  // namespace time_member_test
