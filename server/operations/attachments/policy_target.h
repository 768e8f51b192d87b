#pragma once

#include "core/names.h"
#include "server/operations/tables/policy_actions.h"

#include <string>
#include <string_view>

namespace server::operations {

// What a resource policy belongs to.
struct PolicyTarget {
  std::string arn;
  std::string table;
  std::string stream_label;  // empty: the table itself

  PolicySubject subject() const {
    return stream_label.empty() ? PolicySubject::table : PolicySubject::stream;
  }
};

// Reads a ResourceArn. Throws ValidationException for what isn't the ARN of a table or a stream of
// the scope's own; whether they are there isn't looked at.
PolicyTarget read_policy_target(std::string_view arn, const core::Scope& scope);

}  // namespace server::operations
