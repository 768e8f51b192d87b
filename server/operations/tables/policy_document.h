#pragma once

#include "core/names.h"
#include "server/operations/tables/policy_actions.h"

#include <string>
#include <string_view>

// Resource policies: checked as AWS checks them, and brought into the form in which it shows them.
// They are kept and shown; nobody is kept from anything by them. The texts are recorded answers of
// 2026 but for those of misshapen statements, which are IAM's.
namespace server::operations {

// Throws ValidationException for what AWS refuses.
struct PolicyDocument {
  // Without blanks, members in AWS's order, lists of one as their element, account ids as ARNs.
  std::string canonical;
  // Whether it would keep everybody from changing the policy again.
  bool locks_out = false;
};
PolicyDocument read_policy(std::string_view text, PolicySubject subject, const core::Scope& scope);

// As GetResourcePolicy shows it: a document that doesn't state its version has IAM's oldest one.
// It isn't stored so, since AWS takes the two for different policies.
std::string shown_policy(const std::string& canonical);

}  // namespace server::operations
