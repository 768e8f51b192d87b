#include "lambda-host/mappings/filter_criteria.h"

#include "core/api_error.h"
#include "lambda-host/mappings/filter_explanation.h"
#include "lambda-host/mappings/filter_match.h"
#include "lambda-host/mappings/filter_pattern.h"

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
  for (const std::string& text : patterns) patterns_.push_back(read_pattern(text));
}
FilterCriteria::FilterCriteria(FilterCriteria&&) noexcept = default;
FilterCriteria& FilterCriteria::operator=(FilterCriteria&&) noexcept = default;
FilterCriteria::~FilterCriteria() = default;

bool FilterCriteria::matches(const Value& event) const {
  MatchSteps steps;
  return matches(event, steps) == Verdict::yes;
}

Verdict FilterCriteria::matches(const Value& event, MatchSteps& steps) const {
  if (empty()) return Verdict::yes;
  return steps.any_of(patterns_.size(),
                      [&](std::size_t i) { return node_matches(patterns_[i], event, steps); });
}

streams::RecordMembers FilterCriteria::decisive_members() const {
  streams::RecordMembers members;
  for (const FilterNode& pattern : patterns_) add_names(pattern, members);
  return members;
}

std::optional<std::vector<std::string>> FilterCriteria::explain(const Value& event,
                                                                std::size_t& steps_left) const {
  MatchSteps steps(steps_left);
  std::vector<std::string> reasons;
  for (const FilterNode& pattern : patterns_) {
    auto why = lambda_host::explain(pattern, event, steps);
    steps_left = steps.left();
    if (steps_left == 0) return std::nullopt;
    if (!why) return std::vector<std::string>();
    reasons.push_back(*std::move(why));
  }
  return reasons;
}

}  // namespace lambda_host
