#pragma once

#include <string_view>

// The actions that a resource policy may name (service authorization reference, "Amazon DynamoDB").
namespace server::operations {

enum class PolicySubject { table, stream };

// Whether an action, "dynamodb:GetItem" or "dynamodb:Get*", is or covers one that there is on such
// a resource. Letters count in either case.
bool is_policy_action(std::string_view action, PolicySubject subject);

// Whether it is or covers that action.
bool covers_action(std::string_view action, std::string_view name);

}  // namespace server::operations
