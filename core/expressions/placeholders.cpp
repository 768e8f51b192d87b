#include "core/expressions/placeholders.h"

#include "core/api_error.h"
#include "core/attribute_name.h"
#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace core::expressions {

namespace {

constexpr std::string_view kNames = "ExpressionAttributeNames";
constexpr std::string_view kValues = "ExpressionAttributeValues";
constexpr std::string_view kBoth =
    "Combined size of ExpressionAttributeNames and ExpressionAttributeValues";

// A request has three expressions at most, of 4 KB each, and none can use as many.
constexpr std::size_t kMaxPlaceholders = 10'000;

bool is_placeholder_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_placeholder(char prefix, std::string_view key) {
  return key.size() > 1 && key.front() == prefix &&
         std::all_of(key.begin() + 1, key.end(), is_placeholder_part);
}

void check_key(std::string_view parameter, char prefix, std::string_view key) {
  if (key.size() > limits::kMaxPlaceholderBytes) {
    // Only names tell the size [AWS].
    const std::string size =
        parameter == kNames ? fmt::format(" size of key: {}", key.size()) : std::string();
    throw_validation(
        fmt::format("{} contains invalid key: The expression attribute map contains "
                    "a key that is too long;{}",
                    parameter, size));
  }
  if (!is_placeholder(prefix, key)) {
    throw_validation(
        fmt::format("{} contains invalid key: Syntax error; key: \"{}\"", parameter, key));
  }
}

void check_keys(std::string_view parameter, char prefix, const json::Object& map) {
  if (map.empty()) throw_validation(fmt::format("{} must not be empty", parameter));
  if (map.size() > kMaxPlaceholders) {
    throw_validation(fmt::format("Value provided in {} unused in expressions: more than {} keys",
                                 parameter, kMaxPlaceholders));
  }
  map.for_each([&](const json::Member& member) { check_key(parameter, prefix, member.name); });
}

std::string with_place(std::string_view parameter, std::string_view key, std::string_view fault) {
  return fmt::format("{} contains invalid value: {} for key {}", parameter, fault, key);
}

std::string read_name(const json::Member& member) {
  try {
    check_attribute_name(member.value.string());
  } catch (const ApiError& error) {
    throw_validation(with_place(kNames, member.name, error.message()));
  }
  return std::string(member.value.string());
}

// What the maps of one request take so far.
struct MapSizes {
  std::size_t names_bytes = 0;
  std::size_t values_bytes = 0;
};

// The words are those of Amazon's own clients, DAX's and DynamoDB Local.
void check_map_size(std::string_view which, std::size_t bytes) {
  if (bytes > limits::kMaxPlaceholderMapBytes) {
    throw_validation(fmt::format("{} exceeds max size", which));
  }
}

Placeholders::Names read_names(const json::Object& map, MapSizes& sizes) {
  check_keys(kNames, '#', map);
  Placeholders::Names names;
  map.for_each([&](const json::Member& member) {
    std::string name = read_name(member);
    sizes.names_bytes += member.name.size() + name.size();
    check_map_size(kNames, sizes.names_bytes);
    names.insert_or_assign(std::string(member.name), std::move(name));
  });
  return names;
}

Placeholders::Names read_all_names(const json::Object& request, MapSizes& sizes) {
  const auto map = request.find(kNames);
  return map ? read_names(map->object(), sizes) : Placeholders::Names();
}

// Only the older front end tells where a faulty value is.
AttributeValue read_value(const json::Member& member) {
  try {
    return json::read_attribute_value(member.value);
  } catch (const ApiError& error) {
    if (error.code() != ErrorCode::validation) throw;
    std::string placed = with_place(kValues, member.name, error.message(FrontEnd::older));
    if (error.left_to_older()) throw_left_to_older(std::move(placed));
    throw_validation(Wording{error.message(), std::move(placed)});
  }
}

Placeholders::Values read_values(const json::Object& map, MapSizes& sizes) {
  check_keys(kValues, ':', map);
  Placeholders::Values values;
  map.for_each([&](const json::Member& member) {
    AttributeValue value = read_value(member);
    sizes.values_bytes += member.name.size() + attribute_value_size_bytes(value);
    check_map_size(kValues, sizes.values_bytes);
    check_map_size(kBoth, sizes.names_bytes + sizes.values_bytes);
    values.insert_or_assign(std::string(member.name), Literal(std::move(value)));
  });
  return values;
}

[[noreturn]] void throw_repeats_too_long() {
  throw_validation(
      fmt::format("Expressions repeat names of more than {} KB in all. DynamoDB would take them; "
                  "Rivulet has this limit so that other requests needn't wait.",
                  limits::kMaxRepeatedNamesBytes / limits::kKilobyte));
}

template <class Map, class Used>
void check_used(std::string_view parameter, const Map& map, const Used& used) {
  std::vector<std::string_view> unused;
  for (const auto& [key, value] : map) {
    if (!used.contains(key)) unused.push_back(key);
  }
  if (unused.empty()) return;
  throw_validation(fmt::format("Value provided in {} unused in expressions: keys: {{{}}}",
                               parameter, fmt::join(unused, ", ")));
}

}  // namespace

const std::string* Placeholders::use_name(std::string_view key) {
  const auto found = names_.find(key);
  if (found == names_.end()) return nullptr;
  if (!used_.insert(found->first).second) repeated_bytes_ += found->second.size();
  if (repeated_bytes_ > limits::kMaxRepeatedNamesBytes) throw_repeats_too_long();
  return &found->second;
}

const Literal* Placeholders::use_value(std::string_view key) {
  const auto found = values_.find(key);
  if (found == values_.end()) return nullptr;
  used_.insert(found->first);
  return &found->second;
}

void Placeholders::require_all_used() const {
  check_used(kNames, names_, used_);
  check_used(kValues, values_, used_);
}

Placeholders read_placeholders(const json::Object& request) {
  MapSizes sizes;
  Placeholders::Names names = read_all_names(request, sizes);  // first, as AWS does
  Placeholders::Values values;
  if (const auto map = request.find(kValues)) values = read_values(map->object(), sizes);
  return {std::move(names), std::move(values)};
}

Placeholders read_name_placeholders(const json::Object& request) {
  MapSizes sizes;
  return {read_all_names(request, sizes), {}};
}

}  // namespace core::expressions
