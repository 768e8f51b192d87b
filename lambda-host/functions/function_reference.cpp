#include "lambda-host/functions/function_reference.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "lambda-host/constraints.h"

#include <fmt/format.h>

namespace lambda_host {
namespace {

constexpr std::size_t kMaxNewNameLength = 64;  // Lambda API reference, CreateFunction

void violate_pattern(std::string_view text, std::string_view member, std::string_view pattern,
                     Constraints& constraints) {
  constraints.violated(text, member,
                       fmt::format("satisfy regular expression pattern: {}", pattern));
}

void check_qualifier(std::string_view qualifier, Constraints& constraints) {
  if (qualifier.empty()) return;
  constraints.check_length(qualifier, "qualifier", kMaxQualifierLength);
  if (matches_qualifier(qualifier)) return;
  violate_pattern(qualifier, "qualifier", kQualifierPattern, constraints);
}

// Throws for an ARN that can name nothing, since its partition isn't its region's.
void check_partition(std::string_view text, std::string_view partition,
                     const core::Region& region) {
  if (partition.empty() || partition == core::partition_of(region)) return;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("Function not found: {}", text));
}

FunctionReference in_scope(const NameParts& parts, const core::Scope& caller) {
  FunctionReference reference{caller, core::FunctionName(std::string(parts.name)),
                              std::string(parts.qualifier)};
  if (!parts.region.empty()) reference.scope.region = core::Region(std::string(parts.region));
  if (!parts.account.empty()) reference.scope.account = core::AccountId(std::string(parts.account));
  if (reference.scope.region == caller.region) return reference;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("Functions from '{}' are not reachable in this region ('{}')",
                                   reference.scope.region.get(), caller.region.get()));
}

}  // namespace

FunctionReference parse_function_reference(std::string_view text, const core::Scope& caller,
                                           NameShape shape, std::string_view qualifier) {
  Constraints constraints;
  constraints.check_length(text, "functionName", max_name_length(shape));
  const auto parts = match_name(text, shape, caller.region.get());
  if (!parts) violate_pattern(text, "functionName", name_pattern(shape), constraints);
  check_qualifier(qualifier, constraints);
  constraints.require_none();
  FunctionReference reference = in_scope(*parts, caller);
  check_partition(text, parts->partition, reference.scope.region);
  if (qualifier.empty()) return reference;
  if (!reference.qualifier.empty() && reference.qualifier != qualifier) {
    throw core::ApiError(
        core::ErrorCode::invalid_parameter_value,
        "The derived qualifier from the function name does not match the specified qualifier.");
  }
  reference.qualifier = std::string(qualifier);
  return reference;
}

FunctionReference parse_new_function_reference(std::string_view text, const core::Scope& caller) {
  FunctionReference reference = parse_function_reference(text, caller, NameShape::function);
  Constraints constraints;
  if (!reference.qualifier.empty()) {
    violate_pattern(text, "functionName", name_pattern(NameShape::unqualified), constraints);
  }
  constraints.require_none();
  if (reference.name.get().size() <= kMaxNewNameLength) return reference;
  // The one failed constraint that is no ValidationException: the service checks it, not the model.
  throw core::ApiError(core::ErrorCode::invalid_parameter_value,
                       fmt::format("1 validation error detected: Value '{}' at 'functionName' "
                                   "failed to satisfy constraint: Member must have length less "
                                   "than or equal to {}",
                                   text, kMaxNewNameLength));
}

void refuse_foreign(const FunctionReference& function, const core::Scope& caller) {
  if (function.scope.account == caller.account) return;
  throw core::ApiError(core::ErrorCode::access_denied,
                       fmt::format("User is not authorized to access resource: {}",
                                   core::function_arn(function.scope, function.name)));
}

std::string qualified_arn(const FunctionReference& reference) {
  std::string arn = core::function_arn(reference.scope, reference.name);
  if (!reference.qualifier.empty()) arn += ":" + reference.qualifier;
  return arn;
}

}  // namespace lambda_host
