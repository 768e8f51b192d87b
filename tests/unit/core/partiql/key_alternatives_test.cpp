#include "core/partiql/key_alternatives.h"

#include "core/partiql/condition_builder.h"
#include "tests/unit/core/partiql/parsed.h"

#include <doctest/doctest.h>

namespace core::partiql::key_alternatives_test {

namespace {

const KeySchema kKey{{{"p", ScalarType::s}}, {{"s", ScalarType::s}}};

std::string shown(const std::vector<expressions::KeyTerm>& terms) {
  constexpr const char* kOps[] = {"=", "<", "<=", ">", ">=", "between", "begins"};
  std::string all;
  for (const auto& term : terms) {
    all += term.attribute + kOps[static_cast<int>(term.op)];
    for (const AttributeValue& each : term.operands) all += *each.get_if<std::string>();
  }
  return all;
}

// "p=a s<b +1": the terms, and how many filters there are; alternatives with "|" between them.
std::string alternatives(const std::string& where) {
  const auto condition = to_condition(testing::where(where), {});
  std::string all;
  for (const KeyAlternative& each : find_alternatives(&condition, kKey).all) {
    if (!all.empty()) all += " | ";
    all +=
        shown(each.partition) + " " + shown(each.sort) + " +" + std::to_string(each.filters.size());
  }
  return all;
}

bool keyed(const std::string& where) {
  const auto condition = to_condition(testing::where(where), {});
  return find_alternatives(&condition, kKey).keyed();
}

std::string in_list(int count) {
  std::string list = "['v0'";
  for (int i = 1; i < count; ++i) list += ", 'v" + std::to_string(i) + "'";
  return list + "]";
}

}  // namespace

TEST_CASE("WHERE is written out as alternatives of what it says about the key") {
  struct Case {
    std::string where;
    std::string alternatives;
  };
  const Case cases[] = {
      {"p = 'a'",                                       "p=a  +0"                                          },
      {"p = 'a' AND s < 'b' AND x = '1'",               "p=a s<b +1"                                       },
      {"p = 'a' AND s BETWEEN 'b' AND 'c'",             "p=a sbetweenbc +0"                                },
      {"p = 'a' AND begins_with(s, 'b')",               "p=a sbeginsb +0"                                  },
      {"p = 'a' AND s >= 'b' AND s <= 'c' AND s > 'a'", "p=a s>=bs<=cs>a +0"                               },
      {"p IN ['a', 'b']",                               "p=a  +0 | p=b  +0"                                },
      {"p IN ['a', 'b'] AND s IN ['c', 'd']",           "p=a s=c +0 | p=a s=d +0 | p=b s=c +0 | p=b s=d +0"},
      {"p = 'a' AND (s = 'b' OR x = '1')",              "p=a s=b +0 | p=a  +1"                             },
      {"p = 'a' AND (x = '1' OR y = '2')",              "p=a  +1"                                          },
      {"p = 'a' OR s = 'b'",                            "p=a  +0 |  s=b +0"                                },
      {"p > 'a'",                                       "  +1"                                             },
      {"p = 'a' AND NOT s = 'b'",                       "p=a  +1"                                          },
      {"p = 'a' AND s <> 'b'",                          "p=a  +1"                                          },
      {"p = x AND p.q = 'a' AND begins_with(p, 'a')",   "  +3"                                             },
  };
  for (const Case& c : cases) {
    CAPTURE(c.where);
    CHECK(alternatives(c.where) == c.alternatives);
  }
  CHECK(find_alternatives(nullptr, kKey).all.size() == 1);
}

TEST_CASE("a read is keyed when each alternative has one partition") {
  for (const char* where : {"p = 'a'", "p IN ['a', 'b']", "p = 'a' OR p = 'b' AND x = '1'",
                            "p = 'a' AND p = 'a'", "p = 'a' AND (p = 'a' OR p = 'a')"}) {
    CAPTURE(where);
    CHECK(keyed(where));
  }
  for (const char* where : {"s = 'a'", "p = 'a' OR s = 'b'", "p > 'a'", "p = 'a' AND p = 'b'",
                            "p = 'a' AND (p = 'b' OR x = '1')", "NOT p = 'a'"}) {
    CAPTURE(where);
    CHECK_FALSE(keyed(where));
  }
  CHECK_FALSE(find_alternatives(nullptr, kKey).keyed());
}

TEST_CASE("no more than a thousand alternatives are written out") {
  const auto many = [](const std::string& where) {
    const auto condition = to_condition(testing::where(where), {});
    return find_alternatives(&condition, kKey).too_many;
  };
  CHECK_FALSE(many("p IN " + in_list(100) + " AND s IN " + in_list(10)));
  CHECK(many("p IN " + in_list(100) + " AND s IN " + in_list(11)));
}

TEST_CASE("of fifty alternatives each may say much, and not too much") {
  const auto many = [](int alternatives, const std::string& term, int times) {
    std::string where = "p IN " + in_list(alternatives);
    for (int i = 0; i < times; ++i) where += " AND " + term;
    const auto condition = to_condition(testing::where(where), {});
    return find_alternatives(&condition, kKey).too_many;
  };
  CHECK_FALSE(many(50, "x = 'a'", 230));
  CHECK(many(50, "x = 'a'", 240));
  CHECK_FALSE(many(50, "s > 'a'", 46));
  CHECK(many(50, "s > 'a'", 48));
  CHECK_FALSE(many(1, "s > 'a'", 900));
}

TEST_CASE("a condition denies an attribute by NOT and by <>") {
  const auto denied = [](const std::string& where) {
    return denies(to_condition(testing::where(where), {}), "s");
  };
  for (const char* where : {"NOT s = 'a'", "s <> 'a'", "NOT begins_with(s, 'a')", "s NOT IN ['a']",
                            "x = 1 AND s <> 'a'", "x = 1 OR NOT s = 'a'"}) {
    CAPTURE(where);
    CHECK(denied(where));
  }
  for (const char* where : {"s = 'a'", "x <> 'a'", "NOT x = 'a'", "s > 'a' AND x <> 'a'"}) {
    CAPTURE(where);
    CHECK_FALSE(denied(where));
  }
}

}  // namespace core::partiql::key_alternatives_test
