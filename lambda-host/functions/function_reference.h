#pragma once

#include "core/names.h"
#include "lambda-host/functions/function_name_pattern.h"

#include <optional>
#include <string>
#include <string_view>

namespace lambda_host {

// A function as a request names it: by name, by `ACCOUNT:function:NAME`, or by ARN, each of which
// may end in `:QUALIFIER`.
struct FunctionReference {
  core::Scope scope;  // the ARN's, or the caller's where it names none
  core::FunctionName name;
  std::string qualifier;  // empty when none was given
};

// `qualifier` is the request's Qualifier parameter, if any; an empty one is none. Throws
// ApiError(validation) that names all that is wrong with the two texts by themselves,
// ApiError(resource_not_found) for a function of another region and
// ApiError(invalid_parameter_value) when both qualifiers are there and differ.
FunctionReference parse_function_reference(std::string_view text, const core::Scope& caller,
                                           NameShape shape, std::string_view qualifier = {});

// The name of a function to be created: the same forms, but without a qualifier and at most 64
// characters.
FunctionReference parse_new_function_reference(std::string_view text, const core::Scope& caller);

// Throws ApiError(access_denied) for a function of another account. On AWS, a policy of the
// function could allow it; here policies are only kept.
void refuse_foreign(const FunctionReference& function, const core::Scope& caller);

// "…:function:NAME", and ":QUALIFIER" if there is one.
std::string qualified_arn(const FunctionReference& reference);

}  // namespace lambda_host
