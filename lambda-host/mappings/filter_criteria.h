#pragma once

#include "core/json/value.h"
#include "lambda-host/mappings/match_steps.h"
#include "streams/record_members.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

struct FilterNode;

// The filter patterns of an event source mapping, in the language of EventBridge:
//
//   pattern = { name: pattern | [ test, … ], …, "$or": [ pattern, pattern, … ] }
//   test    = text | number | true | false | null
//           | {"prefix": text | ignoring} | {"suffix": text | ignoring} | {"equals-ignore-case":
//           text} | {"wildcard": text} | {"numeric": [op, number, …]} | {"exists": true | false} |
//           {"cidr": text} |
//           {"anything-but": text | number | [text, …] | [number, …] | prefix, suffix,
//              equals-ignore-case or wildcard}
//   ignoring = {"equals-ignore-case": text}
//
// A record passes when any of the patterns matches. In a pattern all fields must match, of a
// field's tests any. Where the event has an array, one of its elements must match.
class FilterCriteria {
 public:
  // Throws ApiError(invalid_parameter_value) for a text that isn't a pattern.
  explicit FilterCriteria(const std::vector<std::string>& patterns);
  FilterCriteria(FilterCriteria&&) noexcept;
  FilterCriteria& operator=(FilterCriteria&&) noexcept;
  ~FilterCriteria();

  // No patterns: everything passes.
  bool empty() const { return patterns_.empty(); }
  bool matches(const core::json::Value& event) const;
  // The same in pieces: unfinished when the granted steps are taken. To be called again then, with
  // the same steps and event, until it isn't.
  Verdict matches(const core::json::Value& event, MatchSteps& steps) const;
  // Of a stream record these members decide; the others needn't be there.
  streams::RecordMembers decisive_members() const;
  // Why no pattern matches: a text for each; none when one does. nullopt when it takes more steps
  // than there are left to find out; those that it took are counted down.
  std::optional<std::vector<std::string>> explain(const core::json::Value& event,
                                                  std::size_t& steps_left) const;

 private:
  std::vector<FilterNode> patterns_;
};

}  // namespace lambda_host
