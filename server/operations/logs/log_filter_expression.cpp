#include "server/operations/logs/log_filter_expression.h"

#include "core/overloaded.h"
#include "server/operations/logs/log_filter.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace server::operations {
namespace {

constexpr int kMaxDepth = 64;

struct Operator {
  std::string_view text;
  LogTestKind kind;
};
// Longer ones first.
constexpr Operator kOperators[] = {
    {"!=", LogTestKind::not_equal       },
    {"<=", LogTestKind::less_or_equal   },
    {">=", LogTestKind::greater_or_equal},
    {"=",  LogTestKind::equal           },
    {"<",  LogTestKind::less            },
    {">",  LogTestKind::greater         },
};

bool equals(std::string_view text, const LogTest& test) {
  return test.regex ? test.regex->found_in(text) : test.text->matches(text);
}

bool in_order(double a, LogTestKind kind, double b) {
  switch (kind) {
    case LogTestKind::equal: return a == b;
    case LogTestKind::not_equal: return a != b;
    case LogTestKind::less: return a < b;
    case LogTestKind::less_or_equal: return a <= b;
    case LogTestKind::greater: return a > b;
    case LogTestKind::greater_or_equal: return a >= b;
    default: return false;
  }
}

// value := quoted | "%" expression "%" | anything up to a blank or what may follow a condition
void parse_value(LogFilterCursor& cursor, LogTest& test) {
  if (cursor.peek() == '"') {
    test.text = core::Wildcard::split(cursor.take_marked('"'));
  } else if (cursor.peek() == '%') {
    test.regex = std::make_shared<LogFilterRegex>(cursor.take_marked('%'));
  } else {
    const std::string_view text = cursor.take_until(" \t\r\n&|(){}[],");
    if (text.empty()) throw_invalid_pattern("a value is missing");
    test.text = core::Wildcard::split(text);
    test.number = read_log_number(text);
  }
  cursor.skip_blanks();
}

class ExpressionParser {
 public:
  ExpressionParser(LogFilterCursor& cursor, const ParseLogOperand& parse_operand)
      : cursor_(cursor), parse_operand_(parse_operand) {}

  // any := all ("||" all)*
  LogExpression parse_any() {
    if (++depth_ > kMaxDepth) throw_invalid_pattern("too many parentheses");
    LogAny any;
    do {
      any.parts.push_back(parse_all());
    } while (cursor_.take("||"));
    --depth_;
    if (any.parts.size() == 1) return std::move(any.parts.front());
    return {std::move(any)};
  }

 private:
  // all := part ("&&" part)*
  LogExpression parse_all() {
    LogAll all;
    do {
      all.parts.push_back(parse_part());
    } while (cursor_.take("&&"));
    if (all.parts.size() == 1) return std::move(all.parts.front());
    return {std::move(all)};
  }

  // part := "(" any ")" | operand test
  LogExpression parse_part() {
    if (cursor_.take("(")) {
      LogExpression inner = parse_any();
      cursor_.require(")");
      return inner;
    }
    LogCondition condition;
    condition.operand = parse_operand_(cursor_);
    condition.test = parse_log_test(cursor_);
    return {std::move(condition)};
  }

  LogFilterCursor& cursor_;
  const ParseLogOperand& parse_operand_;
  int depth_ = 0;
};

}  // namespace

LogExpression parse_log_expression(LogFilterCursor& cursor, const ParseLogOperand& parse_operand) {
  return ExpressionParser(cursor, parse_operand).parse_any();
}

// test := "IS" ("NULL" | "TRUE" | "FALSE") | "NOT" "EXISTS" | operator value
LogTest parse_log_test(LogFilterCursor& cursor) {
  LogTest test;
  if (cursor.take_keyword("IS")) {
    if (cursor.take_keyword("NULL")) return test.kind = LogTestKind::is_null, test;
    if (cursor.take_keyword("TRUE")) return test.kind = LogTestKind::is_true, test;
    if (cursor.take_keyword("FALSE")) return test.kind = LogTestKind::is_false, test;
    throw_invalid_pattern("NULL, TRUE or FALSE must follow IS");
  }
  if (cursor.take_keyword("NOT")) {
    if (!cursor.take_keyword("EXISTS")) throw_invalid_pattern("EXISTS must follow NOT");
    return test.kind = LogTestKind::not_exists, test;
  }
  for (const Operator& candidate : kOperators) {
    if (!cursor.take(candidate.text)) continue;
    test.kind = candidate.kind;
    parse_value(cursor, test);
    return test;
  }
  throw_invalid_pattern("a comparison is missing");
}

bool holds(const LogExpression& expression,
           const std::function<bool(std::size_t, const LogTest&)>& passes) {
  const auto part_holds = [&](const LogExpression& part) { return holds(part, passes); };
  return std::visit(
      core::Overloaded{
          [&](const LogCondition& condition) { return passes(condition.operand, condition.test); },
          [&](const LogAll& all) {
            return std::all_of(all.parts.begin(), all.parts.end(), part_holds);
          },
          [&](const LogAny& any) {
            return std::any_of(any.parts.begin(), any.parts.end(), part_holds);
          },
      },
      expression.node);
}

std::size_t looks_of(const LogExpression& expression) {
  const auto sum = [](const std::vector<LogExpression>& parts) {
    return std::accumulate(
        parts.begin(), parts.end(), std::size_t{0},
        [](std::size_t looks, const LogExpression& part) { return looks + looks_of(part); });
  };
  return std::visit(core::Overloaded{
                        [](const LogCondition& condition) -> std::size_t {
                          return 1 + (condition.test.regex ? 4 * condition.test.regex->words() : 0);
                        },
                        [&](const LogAll& all) { return sum(all.parts); },
                        [&](const LogAny& any) { return sum(any.parts); },
                    },
                    expression.node);
}

bool text_passes(std::string_view text, const LogTest& test) {
  if (test.kind == LogTestKind::equal) return equals(text, test);
  if (test.kind == LogTestKind::not_equal) return !equals(text, test);
  return false;
}

bool number_passes(double number, const LogTest& test) {
  return test.number && in_order(number, test.kind, *test.number);
}

std::optional<double> read_log_number(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

}  // namespace server::operations
