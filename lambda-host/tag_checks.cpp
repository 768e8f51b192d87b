#include "lambda-host/tag_checks.h"

#include "core/ascii.h"
#include "core/limits.h"
#include "core/utf16.h"
#include "lambda-host/constraints.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace lambda_host {
namespace {

using Tags = std::map<std::string, std::string>;

constexpr std::size_t kMaxKeyLength = 128;
constexpr std::size_t kMaxValueLength = 256;

// Beyond ASCII every character passes: which of them are letters is Unicode's to say.
bool is_allowed(char c) {
  constexpr std::string_view kPunctuation = " _.:/=+-@";
  return core::is_letter(c) || core::is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         kPunctuation.find(c) != std::string_view::npos;
}

bool fits(std::string_view text, std::size_t longest) {
  return core::utf16_length(text) <= longest && std::all_of(text.begin(), text.end(), is_allowed);
}

// "{a=1, b=2}"
std::string tags_text(const Tags& tags) {
  std::vector<std::string> entries;
  for (const auto& [key, value] : tags) entries.push_back(fmt::format("{}={}", key, value));
  return fmt::format("{{{}}}", fmt::join(entries, ", "));
}

std::string rules(std::size_t longest, int shortest) {
  return fmt::format(
      "Member must have length less than or equal to {}, Member must have length greater than or "
      R"(equal to {}, Member must satisfy regular expression pattern: ^([\p{{L}}\p{{Z}}\p{{N}}_.:/=+\-@]*)$)",
      longest, shortest);
}

bool is_reserved(std::string_view key) {
  return core::in_lower_case(key.substr(0, 4)) == "aws:";
}

}  // namespace

void check_tags(const Tags& tags) {
  Constraints constraints;
  const auto has = [&](auto part) { return std::any_of(tags.begin(), tags.end(), part); };
  if (has([](const auto& tag) { return tag.first.empty() || !fits(tag.first, kMaxKeyLength); })) {
    constraints.map_violated(tags_text(tags), "tags", "keys", rules(kMaxKeyLength, 1));
  }
  if (has([](const auto& tag) { return !fits(tag.second, kMaxValueLength); })) {
    constraints.map_violated(tags_text(tags), "tags", "value", rules(kMaxValueLength, 0));
  }
  constraints.require_none();
  if (has([](const auto& tag) { return is_reserved(tag.first); })) {
    throw_invalid_parameter("aws: prefixed tag key names are not allowed for external use.");
  }
  if (tags.size() > core::limits::kMaxTagsPerResource) {
    throw_invalid_parameter("Number of tags exceeds resource tag limit.");
  }
}

}  // namespace lambda_host
