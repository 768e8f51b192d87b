#include "server/operations/tables/index_request.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>

namespace index_request_test {

using namespace server::operations;

namespace {

using Attributes = std::vector<core::AttributeDefinition>;

const std::string kInvalid = "One or more parameter values were invalid: ";
const std::string kSameName =
    "Both the Hash Key and the Range Key element in the KeySchema have the same name";

// Ten attributes, "a" to "j", of type S.
Attributes attributes() {
  Attributes all;
  for (char name = 'a'; name <= 'j'; ++name) {
    all.push_back({std::string(1, name), core::ScalarType::s});
  }
  return all;
}

// "a:HASH b:RANGE" is written "Ha Rb".
std::string schema(const std::string& key) {
  std::string elements;
  for (std::size_t at = 0; at + 1 < key.size(); at += 3) {
    elements += elements.empty() ? "" : ",";
    elements += R"({"AttributeName":")" + key.substr(at + 1, 1) + R"(","KeyType":")" +
                (key[at] == 'H' ? "HASH" : "RANGE") + "\"}";
  }
  return "[" + elements + "]";
}

constexpr const char* kAll = R"("ProjectionType":"ALL")";

core::json::Document index(const std::string& key, const std::string& projection = kAll) {
  return core::json::Document::parse(R"({"IndexName":"abc","KeySchema":)" + schema(key) +
                                     R"(,"Projection":{)" + projection + "}}");
}

template <class Read>
std::string error_of(Read read) {
  try {
    read();
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

std::string table_error(const std::string& key, const Attributes& defined = attributes()) {
  const auto document = core::json::Document::parse(schema(key));
  return error_of([&] { read_table_key(document.root().array(), defined); });
}

std::string global_error(const std::string& key, const std::string& projection = kAll) {
  const auto document = index(key, projection);
  return error_of([&] { read_global_index(document.root().object(), attributes()); });
}

}  // namespace

TEST_CASE("attributes are defined once, as strings, numbers or bytes") {
  const auto read = [](const std::string& list) {
    const auto document = core::json::Document::parse(R"({"AttributeDefinitions":[)" + list + "]}");
    return read_attribute_definitions(document.root().object());
  };
  const std::string s = R"({"AttributeName":"a","AttributeType":"S"})";
  const auto all = read(s + R"(,{"AttributeName":"b","AttributeType":"N"},)" +
                        R"({"AttributeName":"c","AttributeType":"B"})");
  REQUIRE(all.size() == 3);
  CHECK(all[0].type == core::ScalarType::s);
  CHECK(all[1].type == core::ScalarType::n);
  CHECK(all[2].type == core::ScalarType::b);
  CHECK(error_of([&] { read(s + "," + s); }) == "Attribute Name is duplicated: a");
  const auto none = core::json::Document::parse("{}");
  CHECK(read_attribute_definitions(none.root().object()).empty());
}

TEST_CASE("a table's key is HASH, then perhaps RANGE") {
  CHECK(table_error("Ha") == "");
  CHECK(table_error("Ha Rb") == "");
  CHECK(table_error("Ha Rb", {attributes()[0]}) ==
        "Invalid KeySchema: Some index key attribute have no definition");
  CHECK(table_error("Ha Rz") ==
        kInvalid +
            "Some index key attributes are not defined in AttributeDefinitions. Keys: [a, z], "
            "AttributeDefinitions: [a, b, c, d, e, f, g, h, i, j]");
  CHECK(table_error("Ha Ra") == kSameName);
  CHECK(table_error("Ra Hb") ==
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  CHECK(table_error("Ha Hb") ==
        "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
}

TEST_CASE("a local index has the table's partition key and a sort key of its own") {
  core::KeySchema table_key;
  table_key.partition = {
      {"a", core::ScalarType::s}
  };
  const auto error = [&](const std::string& key) {
    const auto document = index(key);
    return error_of([&] { read_local_index(document.root().object(), attributes(), table_key); });
  };
  CHECK(error("Ha Rb") == "");
  CHECK(error("Ha") == kInvalid + "Index KeySchema does not have a range key for index: abc");
  CHECK(error("Hb Ra") ==
        kInvalid +
            "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
            "abc. index hash key: b, table hash key: a");
}

TEST_CASE("a global index has up to four attributes of each kind, HASH before RANGE") {
  CHECK(global_error("Ha Hb Hc Hd Re Rf Rg Rh") == "");
  CHECK(global_error("Ha Hb Hc Hd He") ==
        kInvalid + "The KeySchema exceeds the maximum allowed number of HASH key attributes");
  CHECK(global_error("Ha Rb Rc Rd Re Rf") ==
        kInvalid + "The KeySchema exceeds the maximum allowed number of RANGE key attributes");
  CHECK(global_error("Ha Rb Hc") ==
        kInvalid + "All HASH key attributes must precede RANGE key attributes in the KeySchema");
  CHECK(global_error("Ra") ==
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  CHECK(global_error("Ha Ra") == kSameName);
  CHECK(global_error("Ha Hb Ra") ==
        "The KeySchema contains multiple key attributes with the same name");
}

TEST_CASE("an index projects names when, and only when, it includes some") {
  const std::string named = R"("NonKeyAttributes":["x","y"])";
  CHECK(global_error("Ha", R"("ProjectionType":"INCLUDE",)" + named) == "");
  CHECK(global_error("Ha", "") == kInvalid + "Unknown ProjectionType: null");
  CHECK(global_error("Ha", R"("ProjectionType":"INCLUDE")") ==
        kInvalid + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  CHECK(global_error("Ha", R"("ProjectionType":"KEYS_ONLY",)" + named) ==
        kInvalid + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified");
  CHECK(global_error("Ha", R"("ProjectionType":"INCLUDE","NonKeyAttributes":["x","x"])") ==
        kInvalid + "Duplicate element in NonKeyAttributes: x");
}

TEST_CASE("a table has up to 5 local and 20 global indexes, of 100 projected names") {
  const auto error = [](int local, int global, std::size_t projected) {
    std::vector<core::IndexDefinition> indexes;
    for (int i = 0; i < local + global; ++i) {
      core::IndexDefinition index;
      index.name = core::IndexName("i" + std::to_string(i));
      index.global = i >= local;
      indexes.push_back(std::move(index));
    }
    indexes.back().non_key_attributes.resize(projected);
    return error_of([&] { check_indexes(indexes); });
  };
  CHECK(error(5, 20, 100) == "");
  CHECK(error(6, 20, 0) ==
        kInvalid + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  CHECK(error(5, 21, 0) ==
        kInvalid + "GlobalSecondaryIndex count exceeds the per-table limit of 20");
  CHECK(error(5, 20, 101) ==
        kInvalid + "Number of projected attributes exceeds the per-table limit of 100");
  std::vector<core::IndexDefinition> twins(2);
  for (auto& twin : twins) twin.name = core::IndexName("abc");
  CHECK(error_of([&] { check_indexes(twins); }) == kInvalid + "Duplicate index name: abc");
}

}  // namespace index_request_test
