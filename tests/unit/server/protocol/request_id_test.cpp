#include "server/protocol/request_id.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace request_id_test {

TEST_CASE("request ids look like DynamoDB's, and none comes twice") {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = server::protocol::new_request_id();
    CHECK(id.size() == 52);
    CHECK(std::all_of(id.begin(), id.end(),
                      [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }));
    ids.insert(id);
  }
  CHECK(ids.size() == 1000);
}

}  // namespace request_id_test
