#include "core/expressions/path_parser.h"

#include "core/expressions/reserved_words.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace core::expressions {

namespace {

// DynamoDB Developer Guide, "Quotas": the attribute itself is the first level.
constexpr std::size_t kMaxPathLevels = 32;

std::string plain_name(Cursor& cursor, std::string_view name) {
  if (is_reserved_word(name)) {
    cursor.faults().note(
        Fault::reserved_word,
        fmt::format("Attribute name is a reserved keyword; reserved keyword: {}", name));
  }
  return std::string(name);
}

std::string placeholder_name(Cursor& cursor, std::string_view key) {
  const std::string* name = cursor.placeholders().use_name(key);
  if (name != nullptr) return *name;
  cursor.faults().note(Fault::undefined_name,
                       fmt::format("An expression attribute name used in the document path is not "
                                   "defined; attribute name: {}",
                                   key));
  return "";
}

// name := identifier | "#" placeholder
std::string parse_name(Cursor& cursor) {
  if (!at_path(cursor)) cursor.fail_syntax();
  const Token token = cursor.take();
  return token.kind == TokenKind::identifier ? plain_name(cursor, token.text)
                                             : placeholder_name(cursor, token.text);
}

std::size_t parse_index(Cursor& cursor) {
  if (cursor.peek().kind != TokenKind::number) cursor.fail_syntax();
  const std::string_view digits = cursor.take().text;
  std::int32_t index = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (result.ec != std::errc()) {
    cursor.fail(fmt::format("List index is not within the allowable range; index: [{}]", digits));
  }
  return static_cast<std::size_t>(index);
}

}  // namespace

bool at_path(const Cursor& cursor) {
  const TokenKind kind = cursor.peek().kind;
  return kind == TokenKind::name_placeholder ||
         (kind == TokenKind::identifier && !cursor.at_keyword());
}

void parse_path_steps(Cursor& cursor, DocumentPath& path) {
  for (;;) {
    if (cursor.skip(".")) {
      path.steps.emplace_back(parse_name(cursor));
    } else if (cursor.skip("[")) {
      path.steps.emplace_back(parse_index(cursor));
      cursor.expect("]");
    } else {
      break;
    }
  }
  const std::size_t levels = path.steps.size() + 1;
  if (levels > kMaxPathLevels) {
    cursor.faults().note(
        Fault::limit,
        fmt::format("The document path has too many nesting levels; nesting levels: {}", levels));
  }
}

DocumentPath parse_path(Cursor& cursor) {
  DocumentPath path{parse_name(cursor), {}};
  parse_path_steps(cursor, path);
  return path;
}

Literal parse_value(Cursor& cursor, Fault undefined) {
  if (cursor.peek().kind != TokenKind::value_placeholder) cursor.fail_syntax();
  const Token token = cursor.take();
  const Literal* value = cursor.placeholders().use_value(token.text);
  if (value != nullptr) return *value;
  cursor.faults().note(undefined, fmt::format("An expression attribute value used in expression "
                                              "is not defined; attribute value: {}",
                                              token.text));
  return Literal(AttributeValue());
}

}  // namespace core::expressions
