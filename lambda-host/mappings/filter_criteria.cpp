#include "lambda-host/mappings/filter_criteria.h"

#include "core/api_error.h"
#include "lambda-host/mappings/filter_explanation.h"
#include "lambda-host/mappings/filter_pattern.h"

#include <algorithm>
#include <optional>

namespace lambda_host {
namespace {

using core::json::Value;

FilterNode read_pattern(const std::string& text) {
  std::optional<FilterNode> node;
  try {
    node = read_filter_pattern(core::json::Document::parse(text).root());
  } catch (const core::json::ParseError&) {  // the same answer as for JSON that is no pattern
  }
  if (!node) {
    throw core::ApiError(core::ErrorCode::invalid_parameter_value,
                         "Invalid filter pattern definition.");
  }
  return *std::move(node);
}

// All names in the pattern, on whichever level: one too many does no harm.
void add_names(const FilterNode& pattern, streams::RecordMembers& members) {
  for (const auto& [name, inner] : pattern.objects) {
    members.add(name);
    add_names(inner, members);
  }
  for (const auto& [name, tests] : pattern.leaves) members.add(name);
  for (const FilterNode& alternative : pattern.alternatives) add_names(alternative, members);
}

}  // namespace

FilterCriteria::FilterCriteria(const std::vector<std::string>& patterns) {
  constexpr std::size_t kTestsOfAByte = 8;  // that take as long as it takes to parse it
  std::size_t tests = 0;
  for (const std::string& text : patterns) {
    tests += count_tests(patterns_.emplace_back(read_pattern(text)));
  }
  effort_of_byte_ += tests / kTestsOfAByte;
}
FilterCriteria::FilterCriteria(FilterCriteria&&) noexcept = default;
FilterCriteria& FilterCriteria::operator=(FilterCriteria&&) noexcept = default;
FilterCriteria::~FilterCriteria() = default;

bool FilterCriteria::matches(const Value& event) const {
  return empty() || std::any_of(patterns_.begin(), patterns_.end(), [&](const FilterNode& pattern) {
           return lambda_host::matches(pattern, event);
         });
}

streams::RecordMembers FilterCriteria::decisive_members() const {
  streams::RecordMembers members;
  for (const FilterNode& pattern : patterns_) add_names(pattern, members);
  return members;
}

std::vector<std::string> FilterCriteria::explain(const Value& event) const {
  std::vector<std::string> reasons;
  for (const FilterNode& pattern : patterns_) {
    auto why = lambda_host::explain(pattern, event);
    if (!why) return {};
    reasons.push_back(*std::move(why));
  }
  return reasons;
}

}  // namespace lambda_host
