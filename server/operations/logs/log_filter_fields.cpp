// Patterns of fields between spaces: [ip, user, ..., status = 4* || status = 500, bytes > 1000].
// What stands between quotation marks or brackets is one field of a message. Names are of no
// meaning but to conditions on them; "..." stands for any number of fields. Without it, the last
// field takes all that is left of the message.
#include "server/operations/logs/log_filter.h"
#include "server/operations/logs/log_filter_expression.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace server::operations {
namespace {

constexpr std::size_t kSplitLooks = 8;  // to cut a message into its fields

struct FieldsFilter {
  std::size_t count = 0;                  // of fields, without the "..."
  std::optional<std::size_t> ellipsis;    // how many fields stand in front of it
  std::vector<LogExpression> conditions;  // operands are fields' positions
};

class FieldsParser {
 public:
  explicit FieldsParser(std::string_view pattern) : cursor_(pattern) {}

  // fields := "[" field ("," field)* "]"
  FieldsFilter parse() {
    cursor_.require("[");
    do {
      parse_field();
    } while (cursor_.take(","));
    cursor_.require("]");
    if (!cursor_.at_end()) throw_invalid_pattern("something follows the closing ]");
    filter_.count = names_.size();
    return std::move(filter_);
  }

 private:
  // field := "..." | name? | name test (("&&" | "||") name test)*
  void parse_field() {
    if (cursor_.take("...")) {
      if (filter_.ellipsis) throw_invalid_pattern("... may stand but once");
      filter_.ellipsis = names_.size();
      return;
    }
    // The expression begins with the name, too: look at it with a copy.
    LogFilterCursor ahead = cursor_;
    names_.emplace_back(take_name(ahead));
    if (ahead.peek() == ',' || ahead.peek() == ']') {
      cursor_ = ahead;
      return;
    }
    filter_.conditions.push_back(
        parse_log_expression(cursor_, [this](LogFilterCursor& at) { return parse_operand(at); }));
  }

  static std::string_view take_name(LogFilterCursor& cursor) {
    while (cursor.take("(")) {
    }
    const std::string_view name = cursor.take_until(" \t\r\n=!<>,]&|()");
    cursor.skip_blanks();
    return name;
  }

  std::size_t parse_operand(LogFilterCursor& cursor) {
    const std::string_view name = take_name(cursor);
    const auto found = std::find(names_.rbegin(), names_.rend(), name);
    if (name.empty() || found == names_.rend()) throw_invalid_pattern("an unknown field is used");
    return static_cast<std::size_t>(names_.rend() - found) - 1;
  }

  LogFilterCursor cursor_;
  FieldsFilter filter_;
  std::vector<std::string_view> names_;
};

struct Field {
  std::string_view text;
  std::size_t begin = 0;  // in the message, with its mark
};

void skip_blanks(std::string_view message, std::size_t& at) {
  at = std::min(message.find_first_not_of(kLogFilterBlanks, at), message.size());
}

std::vector<Field> split(std::string_view message) {
  std::vector<Field> fields;
  std::size_t at = 0;
  for (skip_blanks(message, at); at < message.size(); skip_blanks(message, at)) {
    const std::size_t begin = at;
    const char mark = message[at] == '"' ? '"' : message[at] == '[' ? ']' : '\0';
    const std::size_t close = mark ? message.find(mark, at + 1) : std::string_view::npos;
    if (close != std::string_view::npos) {
      fields.push_back({message.substr(begin + 1, close - begin - 1), begin});
      at = close + 1;
      continue;
    }
    at = std::min(message.find_first_of(kLogFilterBlanks, at), message.size());
    fields.push_back({message.substr(begin, at - begin), begin});
  }
  return fields;
}

bool field_passes(std::string_view text, const LogTest& test) {
  const auto number = test.number ? read_log_number(text) : std::nullopt;
  return number ? number_passes(*number, test) : text_passes(text, test);
}

bool message_matches(const FieldsFilter& filter, std::string_view message) {
  const std::size_t end = message.find_last_not_of(kLogFilterBlanks);
  message = message.substr(0, end == std::string_view::npos ? 0 : end + 1);
  std::vector<Field> fields = split(message);
  if (fields.size() < filter.count) return false;
  const std::size_t surplus = fields.size() - filter.count;
  if (!filter.ellipsis && surplus > 0 && filter.count > 0) {
    Field& last = fields[filter.count - 1];
    last.text = message.substr(last.begin);
  }
  const auto passes = [&](std::size_t operand, const LogTest& test) {
    const bool behind = filter.ellipsis && operand >= *filter.ellipsis;
    return field_passes(fields[behind ? operand + surplus : operand].text, test);
  };
  return std::all_of(filter.conditions.begin(), filter.conditions.end(),
                     [&](const LogExpression& condition) { return holds(condition, passes); });
}

}  // namespace

LogFilter parse_log_fields(std::string_view pattern) {
  FieldsFilter filter = FieldsParser(pattern).parse();
  std::size_t looks = kSplitLooks;
  for (const LogExpression& condition : filter.conditions) looks += looks_of(condition);
  return {[filter = std::move(filter)](std::string_view message) {
            return message_matches(filter, message);
          },
          looks};
}

}  // namespace server::operations
