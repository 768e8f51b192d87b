#include "lambda-host/functions/function_reference.h"

#include "core/api_error.h"
#include "core/arn.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace lambda_host {
namespace {

constexpr std::size_t kMaxNewNameLength = 64;
constexpr std::size_t kMaxReferenceLength = 140;
constexpr std::string_view kPattern =
    R"((arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?)";

[[noreturn]] void throw_pattern(std::string_view text) {
  core::throw_validation(
      fmt::format("1 validation error detected: Value '{}' at 'functionName' failed to satisfy "
                  "constraint: Member must satisfy regular expression pattern: {}",
                  text, kPattern));
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_name_character);
}

bool is_account(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "us-east-1": told from a function's name only by where it stands, so a rough check is enough.
bool is_region(std::string_view text) {
  return text.size() > 4 && text[2] == '-' && text.back() >= '0' && text.back() <= '9' &&
         text[text.size() - 2] == '-';
}

std::string percent_decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      decoded.push_back(static_cast<char>(value));
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

// Takes the text up to the next colon away, colon included, if it is what `accept` wants.
template <class Accept>
std::string_view take_part(std::string_view& text, Accept accept) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || !accept(text.substr(0, colon))) return {};
  const std::string_view part = text.substr(0, colon);
  text.remove_prefix(colon + 1);
  return part;
}

// reference := ["arn:aws:lambda:"] [REGION ":"] [ACCOUNT ":"] ["function:"] NAME [":" QUALIFIER]
FunctionReference parse(std::string_view whole, const core::Scope& caller) {
  std::string_view text = whole;
  FunctionReference reference{caller, {}, {}};
  if (text.starts_with("arn:")) {
    const auto arn = core::parse_arn(text);
    if (!arn || arn->service != "lambda" || !is_region(arn->region) || !is_account(arn->account) ||
        !arn->resource.starts_with("function:")) {
      throw_pattern(whole);
    }
    reference.scope = {core::AccountId(std::string(arn->account)),
                       core::Region(std::string(arn->region))};
    text = arn->resource;
  } else {
    if (const auto region = take_part(text, is_region); !region.empty()) {
      reference.scope.region = core::Region(std::string(region));
    }
    if (const auto account = take_part(text, is_account); !account.empty()) {
      reference.scope.account = core::AccountId(std::string(account));
    }
  }
  if (text.starts_with("function:")) text.remove_prefix(9);
  const auto colon = text.find(':');
  reference.name = core::FunctionName(std::string(text.substr(0, colon)));
  if (!is_name(reference.name.get())) throw_pattern(whole);
  if (colon == std::string_view::npos) return reference;
  reference.qualifier = std::string(text.substr(colon + 1));
  if (reference.qualifier != "$LATEST" && !is_name(reference.qualifier)) throw_pattern(whole);
  return reference;
}

void refuse_other_region(const FunctionReference& reference, const core::Scope& caller) {
  if (reference.scope.region == caller.region) return;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("Functions from '{}' are not reachable in this region ('{}')",
                                   reference.scope.region.get(), caller.region.get()));
}

[[noreturn]] void throw_too_long(std::string_view text, std::size_t limit, core::ErrorCode code) {
  throw core::ApiError(
      code, fmt::format("1 validation error detected: Value '{}' at 'functionName' failed to "
                        "satisfy constraint: Member must have length less than or equal to {}",
                        text, limit));
}

}  // namespace

FunctionReference parse_function_reference(std::string_view encoded, const core::Scope& caller,
                                           std::string_view qualifier) {
  const std::string text = percent_decode(encoded);
  if (text.size() > kMaxReferenceLength) {
    throw_too_long(text, kMaxReferenceLength, core::ErrorCode::validation);
  }
  FunctionReference reference = parse(text, caller);
  refuse_other_region(reference, caller);
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
  if (text.size() > kMaxReferenceLength) {
    throw_too_long(text, kMaxReferenceLength, core::ErrorCode::validation);
  }
  FunctionReference reference = parse(text, caller);
  refuse_other_region(reference, caller);
  if (!reference.qualifier.empty()) throw_pattern(text);
  if (reference.name.get().size() > kMaxNewNameLength) {
    throw_too_long(text, kMaxNewNameLength, core::ErrorCode::invalid_parameter_value);
  }
  return reference;
}

std::string qualified_arn(const FunctionReference& reference) {
  std::string arn = core::function_arn(reference.scope, reference.name);
  if (!reference.qualifier.empty()) arn += ":" + reference.qualifier;
  return arn;
}

}  // namespace lambda_host
