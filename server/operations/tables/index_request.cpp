#include "server/operations/tables/index_request.h"

#include "core/api_error.h"
#include "core/limits.h"
#include "server/operations/tables/invalid_value.h"
#include "server/operations/tables/java_order.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <unordered_set>

namespace server::operations {
namespace {

using core::throw_validation;
using Attributes = std::vector<core::AttributeDefinition>;

struct KeyElement {
  std::string name;
  bool partition = false;
};
using KeyElements = std::vector<KeyElement>;

KeyElements read_elements(const core::json::Array& elements) {
  KeyElements key;
  elements.for_each([&](core::json::Value value) {
    const auto element = value.object();
    key.push_back({std::string(element.find("AttributeName")->string()),
                   element.find("KeyType")->string() == "HASH"});
  });
  return key;
}

template <class Named>
std::string names_of(const std::vector<Named>& all) {
  std::vector<std::string_view> names;
  names.reserve(all.size());
  for (const auto& one : all) names.emplace_back(one.name);
  return fmt::format("[{}]", fmt::join(names, ", "));
}

const core::AttributeDefinition* find_definition(const Attributes& attributes,
                                                 std::string_view name) {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const auto& attribute) { return attribute.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

void check_defined(const KeyElements& key, const Attributes& attributes) {
  for (const KeyElement& element : key) {
    if (find_definition(attributes, element.name)) continue;
    throw_validation(
        fmt::format("{}Some index key attributes are not defined in AttributeDefinitions. Keys: "
                    "{}, AttributeDefinitions: {}",
                    kInvalid, names_of(key), names_of(attributes)));
  }
}

void check_distinct(const KeyElements& key) {
  std::set<std::string_view> names;
  for (const KeyElement& element : key) {
    if (names.insert(element.name).second) continue;
    throw_validation(key.size() > 2
                         ? "The KeySchema contains multiple key attributes with the same name"
                         : "Both the Hash Key and the Range Key element in the KeySchema have the "
                           "same name");
  }
}

// A table and a local index: HASH, then perhaps RANGE.
void check_simple_order(const KeyElements& key) {
  if (!key[0].partition) {
    throw_validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  if (key.size() > 1 && key[1].partition) {
    throw_validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  }
}

// A global index: up to four HASH elements, then up to four RANGE ones.
void check_multiple_order(const KeyElements& key) {
  if (!key[0].partition) check_simple_order(key);
  const auto is_partition = [](const KeyElement& element) { return element.partition; };
  if (!std::is_partitioned(key.begin(), key.end(), is_partition)) {
    throw_validation(fmt::format(
        "{}All HASH key attributes must precede RANGE key attributes in the KeySchema", kInvalid));
  }
  const auto partition =
      static_cast<std::size_t>(std::count_if(key.begin(), key.end(), is_partition));
  constexpr std::size_t kMax = core::limits::kMaxKeyAttributesOfAKind;
  if (partition > kMax || key.size() - partition > kMax) {
    throw_validation(
        fmt::format("{}The KeySchema exceeds the maximum allowed number of {} key attributes",
                    kInvalid, partition > kMax ? "HASH" : "RANGE"));
  }
}

core::KeySchema to_schema(const KeyElements& key, const Attributes& attributes) {
  core::KeySchema schema;
  for (const KeyElement& element : key) {
    (element.partition ? schema.partition : schema.sort)
        .push_back(*find_definition(attributes, element.name));
  }
  return schema;
}

void read_projection(const core::json::Object& projection, core::IndexDefinition& index) {
  const auto type = projection.find("ProjectionType");
  if (!type) throw_validation(fmt::format("{}Unknown ProjectionType: null", kInvalid));
  index.projection = *core::find_projection_type(type->string());
  const auto names = projection.find("NonKeyAttributes");
  const bool include = index.projection == core::ProjectionType::include;
  if (include != names.has_value()) {
    throw_validation(fmt::format("{}ProjectionType is {}, but NonKeyAttributes is {}specified",
                                 kInvalid, type->string(), include ? "not " : ""));
  }
  if (!names) return;
  std::set<std::string_view> distinct;
  names->array().for_each([&](core::json::Value name) {
    if (!distinct.insert(name.string()).second) {
      throw_validation(
          fmt::format("{}Duplicate element in NonKeyAttributes: {}", kInvalid, name.string()));
    }
    index.non_key_attributes.emplace_back(name.string());
  });
}

core::IndexDefinition new_index(const core::json::Object& request, bool global) {
  core::IndexDefinition index;
  index.name = core::IndexName(std::string(request.find("IndexName")->string()));
  index.global = global;
  return index;
}

// The names that key schemas use, each once, in their order.
struct UsedNames {
  void add_keys_of(const core::json::Object& holder) {
    holder.find("KeySchema")->array().for_each([&](core::json::Value element) {
      const std::string_view name = element.object().find("AttributeName")->string();
      if (known.insert(name).second) names.push_back(name);
    });
  }

  std::vector<std::string_view> names;
  std::unordered_set<std::string_view> known;
};

// As many as a table's indexes can use: whoever uses more has too many of these.
constexpr std::size_t kMaxUsedAttributes =
    2 + core::limits::kMaxLocalIndexes +
    2 * core::limits::kMaxKeyAttributesOfAKind * core::limits::kMaxGlobalIndexes;

[[noreturn]] void throw_too_many_global() {
  throw_validation(fmt::format("{}GlobalSecondaryIndex count exceeds the per-table limit of {}",
                               kInvalid, core::limits::kMaxGlobalIndexes));
}

void check_counts(const std::vector<core::IndexDefinition>& indexes) {
  const auto global = static_cast<std::size_t>(std::count_if(
      indexes.begin(), indexes.end(), [](const auto& index) { return index.global; }));
  if (indexes.size() - global > core::limits::kMaxLocalIndexes) {
    throw_validation(fmt::format("{}Number of LocalSecondaryIndexes exceeds per-table limit of {}",
                                 kInvalid, core::limits::kMaxLocalIndexes));
  }
  if (global > core::limits::kMaxGlobalIndexes) throw_too_many_global();
}

}  // namespace

Attributes read_attribute_definitions(const core::json::Object& body) {
  Attributes attributes;
  std::unordered_set<std::string_view> names;
  const auto definitions = body.find("AttributeDefinitions");
  if (!definitions) return attributes;
  definitions->array().for_each([&](core::json::Value value) {
    const auto definition = value.object();
    const std::string_view name = definition.find("AttributeName")->string();
    if (!names.insert(name).second) {
      throw_validation(fmt::format("Attribute Name is duplicated: {}", name));
    }
    const std::string_view type = definition.find("AttributeType")->string();
    attributes.push_back({std::string(name), type == "S"   ? core::ScalarType::s
                                             : type == "N" ? core::ScalarType::n
                                                           : core::ScalarType::b});
  });
  return attributes;
}

core::KeySchema read_table_key(const core::json::Array& elements, const Attributes& attributes) {
  const KeyElements key = read_elements(elements);
  if (key.size() > attributes.size()) {
    throw_validation("Invalid KeySchema: Some index key attribute have no definition");
  }
  check_defined(key, attributes);
  check_distinct(key);
  check_simple_order(key);
  return to_schema(key, attributes);
}

core::IndexDefinition read_local_index(const core::json::Object& request,
                                       const Attributes& attributes,
                                       const core::KeySchema& table_key) {
  const KeyElements key = read_elements(request.find("KeySchema")->array());
  check_defined(key, attributes);
  check_distinct(key);
  check_simple_order(key);
  core::IndexDefinition index = new_index(request, false);
  if (key.size() != 2) {
    throw_validation(fmt::format("{}Index KeySchema does not have a range key for index: {}",
                                 kInvalid, index.name.get()));
  }
  if (key[0].name != table_key.partition[0].name) {
    throw_validation(
        fmt::format("{}Index KeySchema does not have the same leading hash key as table KeySchema "
                    "for index: {}. index hash key: {}, table hash key: {}",
                    kInvalid, index.name.get(), key[0].name, table_key.partition[0].name));
  }
  read_projection(request.find("Projection")->object(), index);
  index.key = to_schema(key, attributes);
  return index;
}

core::IndexDefinition read_global_index(const core::json::Object& request,
                                        const Attributes& attributes) {
  const KeyElements key = read_elements(request.find("KeySchema")->array());
  check_defined(key, attributes);
  check_distinct(key);
  check_multiple_order(key);
  core::IndexDefinition index = new_index(request, true);
  read_projection(request.find("Projection")->object(), index);
  index.key = to_schema(key, attributes);
  return index;
}

void check_indexes(const std::vector<core::IndexDefinition>& indexes) {
  std::set<std::string_view> names;
  std::size_t projected = 0;
  for (const auto& index : indexes) {
    if (!names.insert(index.name.get()).second) {
      throw_validation(fmt::format("{}Duplicate index name: {}", kInvalid, index.name.get()));
    }
    projected += index.non_key_attributes.size();
  }
  check_counts(indexes);
  if (projected > core::limits::kMaxProjectedAttributes) {
    throw_validation(
        fmt::format("{}Number of projected attributes exceeds the per-table limit of {}", kInvalid,
                    core::limits::kMaxProjectedAttributes));
  }
}

void check_all_used(const core::json::Object& body, const Attributes& attributes) {
  UsedNames used;
  used.add_keys_of(body);
  for (const char* indexes : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    const auto list = body.find(indexes);
    if (list)
      list->array().for_each([&](core::json::Value index) { used.add_keys_of(index.object()); });
  }
  std::unordered_set<std::string_view> known;
  for (const auto& attribute : attributes) known.insert(attribute.name);
  const bool all = std::all_of(known.begin(), known.end(),
                               [&](std::string_view name) { return used.known.contains(name); });
  const bool defined = std::all_of(used.names.begin(), used.names.end(),
                                   [&](std::string_view name) { return known.contains(name); });
  if (all || !defined) {  // an undefined one is reported with its index, unless these are too many
    if (used.names.size() > kMaxUsedAttributes) throw_too_many_global();
    return;
  }
  if (!body.find("LocalSecondaryIndexes") && !body.find("GlobalSecondaryIndexes")) {
    throw_validation(fmt::format(
        "{}Number of attributes in KeySchema does not exactly match number of attributes defined "
        "in AttributeDefinitions",
        kInvalid));
  }
  throw_validation(fmt::format(
      "{}Some AttributeDefinitions are not used. AttributeDefinitions: {}, keys used: "
      "[{}]",
      kInvalid, names_of(attributes), fmt::join(in_java_order(std::move(used.names)), ", ")));
}

}  // namespace server::operations
