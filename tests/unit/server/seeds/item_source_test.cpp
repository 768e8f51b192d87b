#include "server/seeds/item_source.h"

#include "tests/unit/storage/files/temporary_place.h"

#include <doctest/doctest.h>

#include <fstream>

namespace item_source_test {

using namespace server::seeds;

namespace {

Value json_value(const std::string& text) {
  const auto document = core::json::Document::parse(text);
  return from_json(document.root());
}

ItemSource orders() {
  ItemSource source;
  source.table = "Orders";
  source.key = {"id", "at"};
  source.types = {
      {"id",    "S"},
      {"at",    "N"},
      {"index", "B"}
  };
  source.place = {"seed.yaml", 3, Path("tables[0].items")};
  return source;
}

std::string typed(const std::string& item) {
  return to_json(typed_item(json_value(item), orders(), {"f"}));
}

std::string fault(ItemReader& reader) {
  try {
    reader.next();
    return "";
  } catch (const Fault& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("plain JSON gets DynamoDB's types, those of the table where it defines them") {
  CHECK(
      typed(
          R"({"id":7,"at":"12","index":"AQ==","s":"x","n":1.5,"b":true,"z":null,"l":[1,"a"],"m":{"k":[]}})") ==
      R"({"id":{"S":"7"},"at":{"N":"12"},"index":{"B":"AQ=="},"s":{"S":"x"},"n":{"N":"1.5"},)"
      R"("b":{"BOOL":true},"z":{"NULL":true},"l":{"L":[{"N":"1"},{"S":"a"}]},"m":{"M":{"k":{"L":[]}}}})");
}

TEST_CASE("an item whose key is typed is in DynamoDB's JSON already, also as an export has it") {
  const std::string item = R"({"id":{"S":"7"},"at":{"N":"1"},"x":{"M":{}}})";
  CHECK(typed(item) == item);
  CHECK(typed(R"({"Item":)" + item + "}") == item);
  // One attribute of the key is enough to see that it is plain.
  CHECK(typed(R"({"id":{"S":"7"},"at":1})") == R"({"id":{"M":{"S":{"S":"7"}}},"at":{"N":"1"}})");
}

TEST_CASE("an item has its key") {
  CHECK_THROWS_WITH_AS(typed(R"({"id":"7"})"), "f: the item has no at, which is in the key", Fault);
  CHECK_THROWS_WITH_AS(typed("[1]"), "f: an item must be an object", Fault);
}

TEST_CASE("items in the document are told apart by their numbers") {
  ItemSource source = orders();
  source.items =
      std::vector<Value>{json_value(R"({"id":"a","at":1})"), json_value(R"({"id":"b"})")};
  source.first = 3;
  ItemReader reader(source);
  const auto first = reader.next();
  REQUIRE(first);
  CHECK(to_json(first->value) == R"({"id":{"S":"a"},"at":{"N":"1"}})");
  CHECK(first->place.text() == "seed.yaml, tables[0].items[3]");
  CHECK(fault(reader) == "seed.yaml, tables[0].items[4]: the item has no at, which is in the key");
}

TEST_CASE("a file has an item on each line, and blank ones") {
  const TemporaryPlace place;
  const auto path = place.path() / "items.jsonl";
  std::ofstream(path) << R"({"id":"a","at":1})"
                      << "\r\n\n  \n"
                      << R"({"id":"b","at":2})"
                      << "\n{\n";
  ItemSource source = orders();
  source.items = path;
  ItemReader reader(source);
  CHECK(to_json(reader.next()->value) == R"({"id":{"S":"a"},"at":{"N":"1"}})");
  const auto second = reader.next();
  CHECK(to_json(second->value) == R"({"id":{"S":"b"},"at":{"N":"2"}})");
  CHECK(second->place.text() == path.string() + ", line 4");
  CHECK(fault(reader) == path.string() + ", line 5: Missing a name for object member.");
  CHECK_FALSE(reader.next());
}

TEST_CASE("a file that isn't there is a fault of the seed") {
  ItemSource source = orders();
  source.items = std::filesystem::path("/none/items.jsonl");
  CHECK_THROWS_WITH_AS(ItemReader{source},
                       "seed.yaml, line 3, tables[0].items: can't read /none/items.jsonl", Fault);
}

}  // namespace item_source_test
