#include "server/protocol/content_coding.h"

#include <doctest/doctest.h>

namespace server::protocol::content_coding_test {
namespace {

constexpr ContentCoding kPacked[] = {ContentCoding::gzip, ContentCoding::deflate};

}  // namespace

TEST_CASE("what was packed unpacks to itself") {
  for (const ContentCoding coding : kPacked) {
    for (const std::string& text : {std::string(), std::string("{}"), std::string(1 << 20, 'a')}) {
      CAPTURE(coding_name(coding));
      CAPTURE(text.size());
      const std::string packed = encode(text, coding);
      CHECK(packed.starts_with(coding == ContentCoding::gzip ? "\x1f\x8b" : "\x78"));
      const Decoded back = decode(packed, coding, 1 << 20);
      CHECK(back.status == DecodeStatus::complete);
      CHECK(back.bytes == text);
    }
  }
  CHECK(encode("{}", ContentCoding::identity) == "{}");
  CHECK(decode("{}", ContentCoding::identity, 2).bytes == "{}");
  CHECK(decode("{}", ContentCoding::identity, 1).status == DecodeStatus::too_large);
}

TEST_CASE("what would unpack to too much is refused") {
  for (const ContentCoding coding : kPacked) {
    const std::string bomb = encode(std::string(1 << 20, 'a'), coding);
    CHECK(bomb.size() < 10'000);
    for (const std::size_t most : {(1 << 20) - 1, 100, 0}) {
      CAPTURE(most);
      const Decoded unpacked = decode(bomb, coding, most);
      CHECK(unpacked.status == DecodeStatus::too_large);
      CHECK(unpacked.bytes.empty());
    }
  }
}

TEST_CASE("what isn't as it says is malformed") {
  for (const ContentCoding coding : kPacked) {
    const std::string whole = encode("some text", coding);
    std::string damaged = whole;
    damaged[whole.size() - 2] = static_cast<char>(damaged[whole.size() - 2] ^ 1);  // in the trailer
    const std::string cases[] = {"", "plain", whole.substr(0, whole.size() - 1), whole.substr(0, 5),
                                 damaged};
    for (const std::string& text : cases) {
      CAPTURE(text);
      CHECK(decode(text, coding, 1000).status == DecodeStatus::malformed);
    }
  }
}

TEST_CASE("gzip may come in several members, and what is behind the last doesn't count") {
  const std::string first = encode("one, ", ContentCoding::gzip);
  const std::string second = encode("two", ContentCoding::gzip);
  const auto text_of = [](const std::string& bytes) {
    return decode(bytes, ContentCoding::gzip, 1000).bytes;
  };
  CHECK(text_of(first + second) == "one, two");
  CHECK(text_of(first + second + "junk") == "one, two");
  CHECK(decode(first + second.substr(0, 12), ContentCoding::gzip, 1000).status ==
        DecodeStatus::malformed);
  CHECK(decode(first + second, ContentCoding::gzip, 6).status == DecodeStatus::too_large);
}

TEST_CASE("a Content-Encoding header names a coding or an unknown one") {
  CHECK(find_coding("") == ContentCoding::identity);
  CHECK(find_coding("identity") == ContentCoding::identity);
  CHECK(find_coding("GZip") == ContentCoding::gzip);
  CHECK(find_coding("deflate") == ContentCoding::deflate);
  CHECK(find_coding("br") == std::nullopt);
  CHECK(find_coding("gzip, deflate") == std::nullopt);
}

TEST_CASE("an Accept-Encoding header is read as AWS was seen to read it") {
  struct Case {
    const char* header;
    const char* coding;
  };
  const Case cases[] = {
      {"",                              ""       },
      {"identity",                      ""       },
      {"br",                            ""       },
      {"x-gzip",                        ""       },
      {"\"gzip\"",                      ""       },
      {"gzip br",                       ""       },
      {"gzip:q=1",                      ""       },
      {"gzip ;q=0",                     ""       },
      {"gzip;q=0.000",                  ""       },
      {"gzip; q= 0;q=1",                ""       },
      {"gzip;nq=0;q=1",                 ""       },
      {"*;q=0",                         ""       },
      {"br;q=0.8,*;q=0",                ""       },
      {"gzip, deflate",                 "gzip"   },
      {"GZIP, identity",                "gzip"   },
      {"dog, gzip ,, cat",              "gzip"   },
      {"gzip;q=0.8, deflate;q=0.5",     "gzip"   },
      {"gzip;q=0.5,identity;q=0.8",     "gzip"   },
      {"br;q=0.5,gzip;q=0.0001",        "gzip"   },
      {"gzip;q =0;q=1",                 "gzip"   },
      {"gzip;q=0, gzip;q=1, gzip;q=0",  "gzip"   },
      {"gzip;q=31,deflate;q=51",        "gzip"   },
      {"deflate;q=0.5, gzip;q=1;q=0.2", "gzip"   },
      {"deflate;q=0.5,gzip;q=0.x",      "gzip"   },
      {"deflate;q=0.5,gzip;q=0. x",     "gzip"   },
      {"deflate;q=-0.5,gzip;q=0.2",     "gzip"   },
      {"*",                             "gzip"   },
      {"*, identity",                   "gzip"   },
      {"*, deflate;q=0.5",              "gzip"   },
      {"*;q=0.5,identity",              "gzip"   },
      {"br, identity, deflate, gzip",   "deflate"},
      {"gzip;q=0, deflate; q = 0.5",    "deflate"},
      {"deflate;q=0.5,gzip;q=0.",       "deflate"},
      {"*, deflate",                    "deflate"},
      {"*, gzip;q=0.5",                 "deflate"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.header);
    CHECK(coding_name(preferred_coding(c.header)) == c.coding);
  }
}

TEST_CASE("a gzip file may have a thousand members, and no more") {
  const auto members = [](int count) {
    std::string file;
    for (int i = 0; i < count; ++i) file += encode("a", ContentCoding::gzip);
    return decode(std::move(file), ContentCoding::gzip, 1 << 20);
  };
  CHECK(members(1000).bytes == std::string(1000, 'a'));
  CHECK(members(1000).status == DecodeStatus::complete);
  CHECK(members(1001).status == DecodeStatus::malformed);
}

}  // namespace server::protocol::content_coding_test
