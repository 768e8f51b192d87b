#pragma once

#include "core/expressions/literal.h"
#include "core/json/value.h"

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace core::expressions {

// ExpressionAttributeNames and ExpressionAttributeValues of one request. The parsers of all its
// expressions share one and mark in it what they use.
class Placeholders {
 public:
  using Names = std::map<std::string, std::string, std::less<>>;
  using Values = std::map<std::string, Literal, std::less<>>;

  Placeholders() = default;
  // The keys carry their '#' and ':'.
  Placeholders(Names names, Values values) : names_(std::move(names)), values_(std::move(values)) {}

  // nullptr when it isn't defined. Marks it as used. Throws when expressions of 4 KB would become
  // paths of many megabytes: by a name of 64 KB that they use hundreds of times.
  const std::string* use_name(std::string_view key);
  const Literal* use_value(std::string_view key);

  // After all expressions of the request were parsed. Throws when something wasn't used.
  void require_all_used() const;

 private:
  Names names_;
  Values values_;
  std::set<std::string, std::less<>> used_;
  std::size_t repeated_bytes_ = 0;
};

// Reads both maps from a request (or from one action of a transaction) whose types were checked;
// each may be absent. Throws for an empty map, a key that isn't a placeholder, and a value that
// isn't one; the names' faults come first.
Placeholders read_placeholders(const json::Object& request);
// Only the names, of an operation that knows no values: what else the request has wasn't checked.
Placeholders read_name_placeholders(const json::Object& request);

}  // namespace core::expressions
