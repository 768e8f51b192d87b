#pragma once

#include "core/names.h"

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

// `encoded` is a path segment ("my%3Afunction") or a plain member of a body; `qualifier` is the
// request's Qualifier parameter, if any. Throws ApiError(validation) for text that isn't a
// reference, ApiError(resource_not_found) for a function of another region and
// ApiError(invalid_parameter_value) when both qualifiers are there and differ.
FunctionReference parse_function_reference(std::string_view encoded, const core::Scope& caller,
                                           std::string_view qualifier = {});

// The name of a function to be created: the same forms, but without a qualifier and at most 64
// characters.
FunctionReference parse_new_function_reference(std::string_view text, const core::Scope& caller);

// "…:function:NAME", and ":QUALIFIER" if there is one.
std::string qualified_arn(const FunctionReference& reference);

}  // namespace lambda_host
