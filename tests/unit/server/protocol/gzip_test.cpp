#include "server/protocol/gzip.h"

#include <doctest/doctest.h>

namespace server::protocol {

TEST_CASE("what was zipped unzips to itself") {
  for (const std::string& text : {std::string(), std::string("{}"), std::string(1 << 20, 'a')}) {
    CAPTURE(text.size());
    const std::string zipped = gzip(text);
    CHECK(zipped.starts_with("\x1f\x8b"));
    const Gunzipped back = gunzip(zipped, 1 << 20);
    CHECK(back.status == GunzipStatus::complete);
    CHECK(back.bytes == text);
  }
}

TEST_CASE("what would unzip to too much is refused") {
  const std::string bomb = gzip(std::string(1 << 20, 'a'));
  CHECK(bomb.size() < 10'000);
  CHECK(gunzip(bomb, (1 << 20) - 1).status == GunzipStatus::too_large);
  CHECK(gunzip(bomb, 100).status == GunzipStatus::too_large);
  CHECK(gunzip(bomb, 100).bytes.empty());
  CHECK(gunzip(bomb, 0).status == GunzipStatus::too_large);
}

TEST_CASE("what isn't gzip is malformed") {
  const std::string whole = gzip("some text");
  std::string damaged = whole;
  damaged[whole.size() - 5] = static_cast<char>(damaged[whole.size() - 5] ^ 1);  // in the checksum
  const std::string cases[] = {
      "", "plain", whole.substr(0, whole.size() - 1), whole.substr(0, 12), whole + "more", damaged};
  for (const std::string& text : cases) {
    CAPTURE(text);
    CHECK(gunzip(text, 1000).status == GunzipStatus::malformed);
  }
}

TEST_CASE("an Accept-Encoding header allows gzip or doesn't") {
  struct Case {
    const char* header;
    bool allowed;
  };
  const Case cases[] = {
      {"gzip",             true },
      {"deflate, gzip",    true },
      {"br,gzip;q=0.5",    true },
      {"gzip ; q=1.0, br", true },
      {"gzip;q=0",         false},
      {"gzip;q=0.000",     false},
      {"gzip;q=0.001",     true },
      {"identity",         false},
      {"",                 false},
      {"xgzip",            false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.header);
    CHECK(accepts_gzip(c.header) == c.allowed);
  }
}

}  // namespace server::protocol
