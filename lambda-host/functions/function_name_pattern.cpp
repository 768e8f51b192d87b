#include "lambda-host/functions/function_name_pattern.h"

#include "core/ascii.h"

#include <algorithm>
#include <span>
#include <vector>

namespace lambda_host {
namespace {

using core::is_digit;
using core::is_letter;

constexpr std::size_t kMaxSegments = 8;  // "arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER"

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

template <class Accept>
bool all_of(std::string_view text, Accept accept) {
  return std::all_of(text.begin(), text.end(), accept);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_partition(std::string_view text) {
  if (text.empty()) return true;
  return text.starts_with("aws") &&
         all_of(text.substr(3), [](char c) { return is_letter(c) || c == '-'; });
}

// "gov", "iso", "isob"
bool is_region_kind(std::string_view word) {
  if (word == "gov" || word == "iso") return true;
  return word.size() == 4 && word.starts_with("iso") && is_lower(word[3]);
}

bool is_function_name(std::string_view text, NameShape shape) {
  return !text.empty() && all_of(text, [shape](char c) {
    return is_plain_name({&c, 1}) || (c == '.' && shape == NameShape::namespaced);
  });
}

bool is_name_qualifier(std::string_view text, NameShape shape) {
  if (text == "$LATEST" || is_plain_name(text)) return true;
  return text == "$LATEST.PUBLISHED" && shape == NameShape::namespaced;
}

using Segments = std::span<const std::string_view>;

// The optional parts in front of a name, as bits: a pattern tries them in this order, each first
// with and then without.
enum Optional : unsigned { kArn = 8, kRegion = 4, kAccount = 2, kFunction = 1, kAll = 15 };

bool take_prefix(Segments& rest, std::string_view& partition) {
  if (rest.size() < 3 || rest[0] != "arn" || !is_partition(rest[1]) || rest[2] != "lambda") {
    return false;
  }
  partition = rest[1];
  rest = rest.subspan(3);
  return true;
}

// Takes the next segment, if `accept` wants it.
template <class Accept>
bool take(Segments& rest, Accept accept, std::string_view& into) {
  if (rest.empty() || !accept(rest[0])) return false;
  into = rest[0];
  rest = rest.subspan(1);
  return true;
}

std::optional<NameParts> match(Segments rest, NameShape shape, std::string_view own_region,
                               unsigned present) {
  NameParts parts;
  std::string_view word;
  const auto is_region = [own_region](std::string_view text) {
    return is_region_name(text) || (text == own_region && !text.empty());
  };
  if ((present & kArn) && !take_prefix(rest, parts.partition)) return std::nullopt;
  if ((present & kRegion) && !take(rest, is_region, parts.region)) return std::nullopt;
  if ((present & kAccount) && !take(rest, is_account_id, parts.account)) return std::nullopt;
  const auto is_word = [](std::string_view text) { return text == "function"; };
  if ((present & kFunction) && !take(rest, is_word, word)) return std::nullopt;
  const auto is_name = [shape](std::string_view text) { return is_function_name(text, shape); };
  if (!take(rest, is_name, parts.name)) return std::nullopt;
  if (rest.empty()) return parts;
  const auto fits = [shape](std::string_view text) { return is_name_qualifier(text, shape); };
  if (shape == NameShape::unqualified || !take(rest, fits, parts.qualifier)) return std::nullopt;
  return rest.empty() ? std::optional(parts) : std::nullopt;
}

}  // namespace

bool is_plain_name(std::string_view text) {
  return !text.empty() &&
         all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && all_of(text, is_digit);
}

bool is_region_name(std::string_view text) {
  std::vector<std::string_view> words = split(text, '-');
  if (words.size() > 1 && words[0] == "eusc") words.erase(words.begin());
  if (words.size() == 4 && is_region_kind(words[1])) words.erase(words.begin() + 1);
  return words.size() == 3 && words[0].size() == 2 && all_of(words[0], is_lower) &&
         !words[1].empty() && all_of(words[1], is_lower) && words[2].size() == 1 &&
         is_digit(words[2][0]);
}

std::string_view name_pattern(NameShape shape) {
  switch (shape) {
    case NameShape::function:
      return R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?)";
    case NameShape::namespaced:
      return R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?)";
    case NameShape::unqualified:
      return R"((arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+))";
  }
  __builtin_unreachable();
}

std::size_t max_name_length(NameShape shape) {
  return shape == NameShape::namespaced ? 256 : 140;
}

std::optional<NameParts> match_name(std::string_view text, NameShape shape,
                                    std::string_view own_region) {
  const std::vector<std::string_view> segments = split(text, ':');
  if (segments.size() > kMaxSegments) return std::nullopt;
  for (unsigned absent = 0; absent <= kAll; ++absent) {
    if (const auto parts = match(segments, shape, own_region, kAll - absent)) return parts;
  }
  return std::nullopt;
}

bool matches_qualifier(std::string_view text) {
  if (text == "$LATEST.PUBLISHED") return true;
  return !text.empty() && all_of(text, [](char c) { return c == '$' || is_plain_name({&c, 1}); });
}

bool is_alias_name(std::string_view qualifier) {
  return is_plain_name(qualifier) && !is_version_number(qualifier);
}

bool is_version_number(std::string_view qualifier) {
  return !qualifier.empty() && all_of(qualifier, is_digit);
}

}  // namespace lambda_host
