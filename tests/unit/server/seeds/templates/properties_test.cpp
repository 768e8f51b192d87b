#include "server/seeds/templates/properties.h"

#include "server/seeds/document.h"
#include "server/seeds/fault.h"

#include <doctest/doctest.h>

namespace properties_test {

using namespace server::seeds;

using Strings = std::vector<std::string>;

TEST_CASE("what something comes of is kept, and the rest is listed once") {
  constexpr std::string_view kUsed[] = {"A", "B.C", "L.X", "L.M.Y"};
  constexpr std::string_view kNeedless[] = {"N", "B.N"};
  const Value properties = read_document("p.yaml",
                                         "Other: 1\n"
                                         "A: {Any: {Thing: 1}}\n"
                                         "B: {C: 1, D: 2, N: 3}\n"
                                         "N: {O: 1}\n"
                                         "Nothing: ~\n"
                                         "L: [{X: 1, Z: 2}, {M: [{Y: 3, Z: 4}], Z: 5}]\n");
  const Picked picked = pick(properties, {kUsed, kNeedless});
  CHECK(to_json(picked.kept) ==
        R"({"A":{"Any":{"Thing":1}},"B":{"C":1},"L":[{"X":1},{"M":[{"Y":3}]}]})");
  CHECK(picked.left_out == Strings{"Other", "B.D", "L.Z", "L.M.Z"});
  CHECK(picked.needless == Strings{"B.N", "N"});
  CHECK(picked.kept.find("B")->line == 3);
}

TEST_CASE("a name that another begins with isn't the other") {
  constexpr std::string_view kUsed[] = {"Code.S3Key"};
  const Picked picked = pick(read_document("p.yaml", "{CodeUri: a, Code: path, Cod: x}"), {kUsed});
  CHECK(to_json(picked.kept) == R"({"Code":"path"})");
  CHECK(picked.left_out == Strings{"CodeUri", "Cod"});
}

TEST_CASE("a fault is that of whoever needs the value") {
  constexpr std::string_view kUsed[] = {"A", "B.C", "Both"};
  constexpr std::string_view kNeedless[] = {"N", "Both"};
  Value faulty = map_value({});
  faulty.fault = std::make_shared<const Fault>(Place{"t.yaml", 3}, "odd");
  const auto picked = [&](const std::string& member, const Value& value) {
    return pick(Value().set(member, value), {kUsed, kNeedless});
  };
  CHECK(picked("N", faulty).needless == Strings{"N"});
  CHECK(picked("Other", faulty).left_out == Strings{"Other"});
  CHECK(picked("Both", list_value({faulty})).needless == Strings{"Both"});
  CHECK(to_json(picked("Both", text_value("x")).kept) == R"({"Both":"x"})");
  CHECK(picked("Both", text_value("x")).needless.empty());
  for (const Value& within : {faulty, list_value({faulty}), Value().set("C", faulty)}) {
    CHECK_THROWS_WITH_AS(picked("A", within), "t.yaml, line 3: odd", Fault);
    CHECK_THROWS_WITH_AS(picked("B", within), "t.yaml, line 3: odd", Fault);
  }
  CHECK(find_fault(list_value({text_value("x")})) == nullptr);
}

TEST_CASE("what is taken is gone") {
  Value map = read_document("p.yaml", "{A: 1, B: 2}");
  CHECK(take(map, "A").text == "1");
  CHECK(to_json(map) == R"({"B":2})");
  CHECK(take(map, "A").is(Value::Kind::null));
}

}  // namespace properties_test
