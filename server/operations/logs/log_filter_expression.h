#pragma once

#include "core/text_search.h"
#include "server/operations/logs/log_filter_cursor.h"
#include "server/operations/logs/log_filter_regex.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The conditions that JSON patterns and field patterns have in common. What they compare differs:
// it is an operand here, a number that the pattern's own kind hands out and looks up.
namespace server::operations {

enum class LogTestKind {
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  is_null,
  is_true,
  is_false,
  not_exists
};

struct LogTest {
  LogTestKind kind = LogTestKind::equal;
  // What it is compared with: a regular expression, or a text with '*' for anything, which may be a
  // number as well.
  std::shared_ptr<const LogFilterRegex> regex;
  std::optional<core::Wildcard> text;
  std::optional<double> number;
};

struct LogExpression;

struct LogCondition {
  std::size_t operand = 0;
  LogTest test;
};
struct LogAll {
  std::vector<LogExpression> parts;
};
struct LogAny {
  std::vector<LogExpression> parts;
};
struct LogExpression {
  std::variant<LogCondition, LogAll, LogAny> node;
};

// Takes an operand from the cursor and answers its number.
using ParseLogOperand = std::function<std::size_t(LogFilterCursor&)>;

// Parses up to a character that can't go on the expression. Throws ApiError.
LogExpression parse_log_expression(LogFilterCursor& cursor, const ParseLogOperand& parse_operand);

// The rest of a condition, whose operand has been taken.
LogTest parse_log_test(LogFilterCursor& cursor);

bool holds(const LogExpression& expression,
           const std::function<bool(std::size_t operand, const LogTest&)>& passes);

// What the expression's conditions look at of each byte of a message, if they look at all of it.
std::size_t looks_of(const LogExpression& expression);

// Comparisons of a text, and of a number. Nothing else than comparisons passes.
bool text_passes(std::string_view text, const LogTest& test);
bool number_passes(double number, const LogTest& test);

// The whole text as a number.
std::optional<double> read_log_number(std::string_view text);

}  // namespace server::operations
