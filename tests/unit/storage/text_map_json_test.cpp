#include "storage/text_map_json.h"

#include <doctest/doctest.h>

namespace text_map_json_test {

using storage::text_map_from_json;
using storage::text_map_json;

TEST_CASE("a map of texts comes back from its JSON") {
  CHECK(text_map_json({}) == "{}");
  CHECK(text_map_json({
            {"b", "2"    },
            {"a", "\"1\""}
  }) == R"({"a":"\"1\"","b":"2"})");
  for (const storage::TextMap& map : {
           storage::TextMap{                  },
           storage::TextMap{ {"", ""}, {"k", "v\n\u00e9"}}
  }) {
    CHECK(text_map_from_json(text_map_json(map)) == map);
  }
}

}  // namespace text_map_json_test
