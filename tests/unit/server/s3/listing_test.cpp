#include "server/s3/listing.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace listing_test {

using server::s3::list_keys;
using server::s3::Listing;
using server::s3::ListingQuery;

namespace {

// Lists from keys in memory, and counts how many it read.
struct Keys {
  explicit Keys(std::vector<std::string> all) : keys(std::move(all)) {
    std::sort(keys.begin(), keys.end());
  }
  std::vector<storage::ListedObject> from(std::string_view first, std::size_t most) {
    std::vector<storage::ListedObject> found;
    auto at = std::lower_bound(keys.begin(), keys.end(), first);
    for (; at != keys.end() && found.size() < most; ++at) found.push_back({*at, 1, "e", {}});
    read += found.size();
    return found;
  }

  std::vector<std::string> keys;
  std::size_t read = 0;
};

Listing list(Keys& keys, const ListingQuery& query) {
  return list_keys(query,
                   [&](std::string_view from, std::size_t most) { return keys.from(from, most); });
}

// "a b/ …": keys and common prefixes in their order, and dots when there are more.
std::string shown(const Listing& listing) {
  std::vector<std::string> all = listing.common_prefixes;
  for (const auto& object : listing.objects) all.push_back(object.key);
  std::sort(all.begin(), all.end());
  std::string text;
  for (const std::string& each : all) text += (text.empty() ? "" : " ") + each;
  return text + (listing.is_truncated ? " …" : "");
}

}  // namespace

TEST_CASE("keys are listed by prefix, from a place on, with what they have in common") {
  Keys keys({"a", "b/1", "b/2", "b/c/3", "b0", "c", "d/", "e//f", "\xC3\xBC/x"});
  struct Case {
    const char* name;
    ListingQuery query;
    const char* listed;
  };
  const Case cases[] = {
      {"all",                       {"", "", "", 99},    "a b/1 b/2 b/c/3 b0 c d/ e//f \xC3\xBC/x"},
      {"none is wanted",            {"", "", "", 0},     ""                                       },
      {"some",                      {"", "", "", 2},     "a b/1 …"                              },
      {"just all",                  {"", "", "", 9},     "a b/1 b/2 b/c/3 b0 c d/ e//f \xC3\xBC/x"},
      {"a prefix",                  {"b/", "", "", 99},  "b/1 b/2 b/c/3"                          },
      {"a prefix of none",          {"x", "", "", 99},   ""                                       },
      {"behind a key",              {"", "", "b/2", 99}, "b/c/3 b0 c d/ e//f \xC3\xBC/x"          },
      {"behind what is no key",     {"", "", "b/", 2},   "b/1 b/2 …"                            },
      {"a place before the prefix", {"b/", "", "a", 99}, "b/1 b/2 b/c/3"                          },
      {"a place behind the prefix", {"b/", "", "c", 99}, ""                                       },
      {"a delimiter",               {"", "/", "", 99},   "a b/ b0 c d/ e/ \xC3\xBC/"              },
      {"a delimiter and some",      {"", "/", "", 2},    "a b/ …"                               },
      {"behind a common prefix",    {"", "/", "b/", 99}, "b0 c d/ e/ \xC3\xBC/"                   },
      {"behind a key of a prefix",  {"", "/", "b/1", 2}, "b/ b0 …"                              },
      {"below a prefix",            {"b/", "/", "", 99}, "b/1 b/2 b/c/"                           },
      {"a prefix with its key",     {"d/", "/", "", 99}, "d/"                                     },
      {"an empty name",             {"e/", "/", "", 99}, "e//"                                    },
      {"a long delimiter",          {"", "/c", "", 99},  "a b/1 b/2 b/c b0 c d/ e//f \xC3\xBC/x"  },
      {"just as many as there are", {"b/", "/", "", 3},  "b/1 b/2 b/c/"                           },
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    CHECK(shown(list(keys, c.query)) == c.listed);
  }
}

TEST_CASE("page by page everything is listed once") {
  std::vector<std::string> all;
  for (int i = 0; i < 700; ++i)
    all.push_back("d" + std::to_string(i % 37) + "/" + std::to_string(i));
  for (int i = 0; i < 500; ++i) all.push_back("k" + std::to_string(i));
  Keys keys(all);
  for (const char* delimiter : {"", "/"}) {
    for (const std::size_t most : {1, 7, 300}) {
      const auto whole = shown(list(keys, {"", delimiter, "", 5000}));
      std::string paged;
      ListingQuery query{"", delimiter, "", most};
      while (true) {
        const Listing page = list(keys, query);
        Listing shown_page = page;
        shown_page.is_truncated = false;
        paged += (paged.empty() ? "" : " ") + shown(shown_page);
        if (!page.is_truncated) break;
        query.after = page.last;
      }
      CHECK(paged == whole);
    }
  }
}

TEST_CASE("what a common prefix stands for is leapt over") {
  std::vector<std::string> all;
  for (int i = 0; i < 10'000; ++i) all.push_back("a/" + std::to_string(i));
  all.emplace_back("b");
  Keys keys(all);
  CHECK(shown(list(keys, {"", "/", "", 10})) == "a/ b");
  CHECK(keys.read <= 8);
}

}  // namespace listing_test
