#include "server/operations/tables/key_schema_json.h"

#include <doctest/doctest.h>

namespace key_schema_json_test {

using server::operations::write_key_schema;

TEST_CASE("a key is written with its partition attributes first") {
  core::KeySchema key;
  const auto text = [&] {
    core::json::Writer writer;
    write_key_schema(writer, key);
    return writer.take();
  };
  key.partition = {
      {"a", core::ScalarType::s}
  };
  CHECK(text() == R"([{"AttributeName":"a","KeyType":"HASH"}])");
  key.sort = {
      {"c", core::ScalarType::n},
      {"b", core::ScalarType::b}
  };
  CHECK(text() ==
        R"([{"AttributeName":"a","KeyType":"HASH"},{"AttributeName":"c","KeyType":"RANGE"},)"
        R"({"AttributeName":"b","KeyType":"RANGE"}])");
}

}  // namespace key_schema_json_test
