#include "server/s3/address.h"

#include "core/limits.h"
#include "server/s3/s3_error.h"

#include <doctest/doctest.h>

namespace address_test {

using server::s3::address_of;
using server::s3::check_key;
using server::s3::is_bucket_name;

namespace {

std::string refusal(const std::string& key) {
  try {
    check_key(key);
    return "";
  } catch (const server::s3::S3Error& error) {
    return std::string(error.code) + ": " + error.message;
  }
}

}  // namespace

TEST_CASE("bucket and key are in the path, or the bucket is in the host") {
  struct Case {
    const char* host;
    const char* target;
    const char* bucket;
    const char* key;
  };
  const Case cases[] = {
      {"localhost:8000",                   "/",                   "",           ""       },
      {"localhost:8000",                   "/b",                  "b",          ""       },
      {"localhost:8000",                   "/b/",                 "b",          ""       },
      {"localhost:8000",                   "/b?list-type=2",      "b",          ""       },
      {"localhost:8000",                   "/b/k",                "b",          "k"      },
      {"localhost:8000",                   "/b/a/b/",             "b",          "a/b/"   },
      {"localhost:8000",                   "/b//a",               "b",          "/a"     },
      {"localhost:8000",                   "/b/a%2Fb+c%20d?x=/y", "b",          "a/b+c d"},
      {"127.0.0.1",                        "/2015-03-31/k",       "2015-03-31", "k"      },
      {"s3.localhost:8000",                "/b/k",                "b",          "k"      },
      {"s3.us-east-1.localhost",           "/b/k",                "b",          "k"      },
      {"b.s3.localhost:8000",              "/k",                  "b",          "k"      },
      {"a.b.s3.localhost",                 "/k",                  "a.b",        "k"      },
      {"b.s3.eu-west-1.localhost",         "/c/k",                "b",          "c/k"    },
      {"b.localhost:8000",                 "/k",                  "b",          "k"      },
      {"a.b.localhost",                    "/",                   "a.b",        ""       },
      {"b.s3.amazonaws.com",               "/k",                  "b",          "k"      },
      {"b.s3-eu-west-1.amazonaws.com",     "/k",                  "b",          "k"      },
      {"b.s3.cn-north-1.amazonaws.com.cn", "/k",                  "b",          "k"      },
      {"s3.eu-west-1.amazonaws.com",       "/b/k",                "b",          "k"      },
      {"other.amazonaws.com",              "/b/k",                "b",          "k"      },
      {"box.example",                      "/b/k",                "b",          "k"      },
      {"",                                 "/b/k",                "b",          "k"      },
  };
  for (const Case& c : cases) {
    CAPTURE(c.host);
    CAPTURE(c.target);
    const auto address = address_of(c.host, c.target);
    CHECK(address.bucket == c.bucket);
    CHECK(address.key == c.key);
  }
}

TEST_CASE("a key that leads out of its bucket, or is no text, is refused") {
  struct Case {
    std::string key;
    bool refused;
  };
  using namespace std::string_literals;
  const Case cases[] = {
      {"a",         false},
      {"/a",        false},
      {"a/../b",    false},
      {"a/..",      false},
      {"..a/b..",   false},
      {"a//../b",   false},
      {"./a",       false},
      {"\xC3\xBC",  false},
      {"..",        true },
      {"../a",      true },
      {"./../a",    true },
      {"a/../../b", true },
      {"/../a",     true },
      {"a\0b"s,     true },
      {"a\xFF",     true },
  };
  for (const Case& c : cases) {
    CAPTURE(c.key);
    CHECK(refusal(c.key) == (c.refused ? "InvalidURI: Couldn't parse the specified URI." : ""));
  }
}

TEST_CASE("a key has 1024 bytes at most") {
  CHECK(refusal(std::string(1024, 'k')) == "");
  CHECK(refusal(std::string(1025, 'k')) == "KeyTooLongError: Your key is too long");
}

TEST_CASE("names of buckets follow the naming rules") {
  for (const std::string& name :
       {std::string("abc"), std::string("a.b"), std::string("1-2"), std::string(63, 'a'),
        std::string("1.2.3"), std::string("1.2.3.4.5"), std::string("1.2.3.a")}) {
    CAPTURE(name);
    CHECK(is_bucket_name(name));
  }
  for (const std::string& name :
       {std::string(""), std::string("ab"), std::string(64, 'a'), std::string("Abc"),
        std::string("a_b"), std::string("-abc"), std::string("abc-"), std::string(".abc"),
        std::string("abc."), std::string("a..b"), std::string("1.2.3.4"), std::string("xn--abc"),
        std::string("sthree-abc"), std::string("abc-s3alias"), std::string("abc--ol-s3"),
        std::string("a/b")}) {
    CAPTURE(name);
    CHECK_FALSE(is_bucket_name(name));
  }
}

}  // namespace address_test
