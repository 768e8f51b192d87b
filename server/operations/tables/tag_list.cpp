#include "server/operations/tables/tag_list.h"

#include "core/api_error.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace server::operations {
namespace {

using core::throw_validation;
using Text = std::optional<std::string_view>;

constexpr std::string_view kSigns = " \t\r\n_.:/=+-@";

struct Range {
  char32_t first;
  char32_t last;
};

// AWS takes letters, digits and blanks of all scripts: the pattern [\p{L}\p{Z}\p{N}_.:/=+\-@]*.
// These are the blocks beyond ASCII that hold punctuation and pictures instead.
constexpr Range kNoLetters[] = {
    {0x00A1,  0x00A9 },
    {0x00AB,  0x00B1 },
    {0x00B6,  0x00B8 },
    {0x00D7,  0x00D7 },
    {0x00F7,  0x00F7 },
    {0x2010,  0x2027 },
    {0x2030,  0x205E },
    {0x20A0,  0x20CF },
    {0x2190,  0x245F },
    {0x2500,  0x2775 },
    {0x2794,  0x2BFF },
    {0x3001,  0x3003 },
    {0x3008,  0x3020 },
    {0xE000,  0xF8FF },
    {0xFE00,  0xFE6F },
    {0x1F000, 0x1F0FF},
    {0x1F110, 0x1FAFF},
};

bool is_allowed(char32_t c) {
  if (c < 0x80) {
    const char sign = static_cast<char>(c);
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
           (sign >= '0' && sign <= '9') || kSigns.find(sign) != std::string_view::npos;
  }
  return std::none_of(std::begin(kNoLetters), std::end(kNoLetters),
                      [&](const Range& range) { return c >= range.first && c <= range.last; });
}

// Takes the first character off UTF-8 text, which a JSON document has checked.
char32_t take_character(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t c = bytes == 1 ? lead : lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    c = (c << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(bytes);
  return c;
}

// At most that many UTF-16 code units, all of them allowed.
bool is_tag_text(std::string_view text, std::size_t longest) {
  std::size_t length = 0;
  while (!text.empty()) {
    const char32_t c = take_character(text);
    length += c >= 0x10000 ? 2 : 1;
    if (length > longest || !is_allowed(c)) return false;
  }
  return true;
}

void check_key(const Text& key) {
  constexpr std::size_t kLongest = 128;
  if (key && !key->empty() && is_tag_text(*key, kLongest)) return;
  throw_validation(fmt::format("The Tag Key provided is invalid, Key: {}", key.value_or("null")));
}

void check_value(const Text& value) {
  constexpr std::size_t kLongest = 256;
  if (value && is_tag_text(*value, kLongest)) return;
  throw_validation(
      fmt::format("The Tag Value provided is invalid, Value: {}", value.value_or("null")));
}

Text find_text(const core::json::Object& tag, std::string_view member) {
  const auto value = tag.find(member);
  return value ? Text(value->string()) : std::nullopt;
}

}  // namespace

std::vector<core::Tag> read_tags(const core::json::Array& list) {
  std::vector<core::Tag> tags;
  std::set<std::string_view> keys;
  list.for_each([&](core::json::Value tag) {
    const Text key = find_text(tag.object(), "Key");
    const Text value = find_text(tag.object(), "Value");
    check_key(key);
    check_value(value);
    if (key->starts_with("aws:")) {
      throw_validation(fmt::format("Tag Key cannot be prefixed with aws:, Key: {}", *key));
    }
    if (!keys.insert(*key).second) {
      throw_validation(
          fmt::format("Duplicate Tag Keys provided as input: Duplicate Tag Key found {}", *key));
    }
    tags.push_back({std::string(*key), std::string(*value)});
  });
  return tags;
}

std::vector<std::string_view> read_tag_keys(const core::json::Array& list) {
  std::vector<std::string_view> keys;
  list.for_each([&](core::json::Value key) {
    check_key(key.string());
    keys.push_back(key.string());
  });
  check_tag_count(keys.size());
  return keys;
}

void check_tag_count(std::size_t tags) {
  if (tags <= core::limits::kMaxTagsPerResource) return;
  throw_validation("Number of Tags exceed the current limit for the provided ResourceArn");
}

}  // namespace server::operations
