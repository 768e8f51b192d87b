#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

// The regular expressions by which Lambda's API model checks how a function is named, and the parts
// that they find. Their texts are those of AWS's answers (recorded in November 2025).
namespace lambda_host {

// The model has three shapes of FunctionName; which one an operation takes is part of its model.
enum class NameShape {
  function,     // FunctionName: CreateFunction, updates, aliases
  namespaced,   // NamespacedFunctionName: reads, invocations, deletion, policies, mappings
  unqualified,  // UnqualifiedFunctionName: settings of a function, whatever its version
};

std::string_view name_pattern(NameShape shape);
// Of the whole text, in characters.
std::size_t max_name_length(NameShape shape);

// What a text that fits has in each of its places. Views into it; empty where it has nothing.
struct NameParts {
  std::string_view partition;
  std::string_view region;
  std::string_view account;
  std::string_view name;
  std::string_view qualifier;
};

// nullopt when the text doesn't fit. Parts may be left out wherever the pattern says so: the
// function "function" is named by "arn:aws:lambda:us-east-1:000000000000:function". The caller's
// own region is taken for one whatever its form, since local tools make up their own ("local").
std::optional<NameParts> match_name(std::string_view text, NameShape shape,
                                    std::string_view own_region);

// What a Qualifier parameter may be, in form.
inline constexpr std::string_view kQualifierPattern = R"(\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+)";
inline constexpr std::size_t kMaxQualifierLength = 128;
bool matches_qualifier(std::string_view text);

// Whether a qualifier that fits has the form of an alias: no number and no `$`.
bool is_alias_name(std::string_view qualifier);
// `[0-9]+`
bool is_version_number(std::string_view qualifier);

// `[a-zA-Z0-9-_]+`
bool is_plain_name(std::string_view text);
// `(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}`
bool is_region_name(std::string_view text);
// `\d{12}`
bool is_account_id(std::string_view text);

}  // namespace lambda_host
