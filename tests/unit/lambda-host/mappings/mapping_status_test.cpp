#include "lambda-host/mappings/mapping_status.h"

#include <doctest/doctest.h>

#include <string>

namespace mapping_status_test {

using lambda_host::LaneActivity;

TEST_CASE("activities have names") {
  CHECK(std::string(wire_name(LaneActivity::caught_up)) == "caught up");
  CHECK(std::string(wire_name(LaneActivity::reading)) == "reading");
  CHECK(std::string(wire_name(LaneActivity::gathering)) == "gathering");
  CHECK(std::string(wire_name(LaneActivity::invoking)) == "invoking");
  CHECK(std::string(wire_name(LaneActivity::backing_off)) == "backing off");
}

}  // namespace mapping_status_test
