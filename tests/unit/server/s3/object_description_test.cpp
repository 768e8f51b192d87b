#include "server/s3/object_description.h"

#include <doctest/doctest.h>

namespace object_description_test {

using namespace server::s3;

TEST_CASE("a description comes back from its document") {
  ObjectDescription description;
  CHECK(description.content_type == "binary/octet-stream");
  description.content_type = "text/plain";
  description.headers = {
      {"Cache-Control", "no-cache"},
      {"Expires",       "0"       }
  };
  description.metadata = {
      {"a", "1"         },
      {"b", "\xC3\xBC\""}
  };
  description.checksum_algorithm = "SHA1";
  description.checksum = "AAAA";
  const auto back = description_from_json(to_json(description));
  CHECK(back.content_type == description.content_type);
  CHECK(back.headers == description.headers);
  CHECK(back.metadata == description.metadata);
  CHECK(back.checksum_algorithm == description.checksum_algorithm);
  CHECK(back.checksum == description.checksum);
}

}  // namespace object_description_test
