#include "server/client/status_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace server::client {
namespace {

using Row = std::vector<std::string>;

constexpr std::string_view kMargin = "  ";

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  return widths;
}

std::string line_of(const Row& row, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line += kMargin;
    line += fmt::format("{:<{}}", row[i], widths[i]);
  }
  line.resize(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

// The heading, and what stands below it, moved in; the number of those that have no room.
std::string section(Row heading, std::vector<Row> rows, std::size_t left_out) {
  if (rows.empty()) return {};
  for (Row& row : rows) row.front().insert(0, kMargin);
  rows.insert(rows.begin(), std::move(heading));
  const auto widths = widths_of(rows);
  std::string text = "\n";
  for (const Row& row : rows) text += line_of(row, widths);
  if (left_out > 0) text += fmt::format("{}and {} more\n", kMargin, left_out);
  return text;
}

template <class Entry, class RowOf>
std::string section(Row heading, const Listed<Entry>& listed, RowOf row_of) {
  std::vector<Row> rows;
  for (const Entry& entry : listed.entries) rows.push_back(row_of(entry));
  return section(std::move(heading), std::move(rows), listed.left_out);
}

Row row_of_table(const TableState& table) {
  return {table.name, std::to_string(table.items), table.status,
          table.stream.empty() ? "none" : table.stream};
}

std::string lag(const MappingState& mapping) {
  if (mapping.behind == 0) return "nothing";
  std::string text = fmt::format("{}{}", mapping.behind, mapping.more ? " and more" : "");
  if (mapping.oldest_age_seconds > 0) text += fmt::format(", {:.1f} s", mapping.oldest_age_seconds);
  return text;
}

std::string arrow(const MappingState& mapping) {
  return fmt::format("{} -> {}", mapping.source, mapping.function);
}

Row row_of_mapping(const MappingState& mapping) {
  return {arrow(mapping), mapping.state, lag(mapping)};
}

// What a handler says may have escape sequences (ECMA-48: ESC "[" … a letter), and a terminal would
// do what they say. Other control characters are blanks.
std::string without_controls(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0x1b) {
      if (i + 1 >= text.size() || text[i + 1] != '[') continue;
      i = std::min(text.find_first_not_of("0123456789;:<=>?!\"#$%&'()*+,-./ ", i + 2), text.size());
    } else {
      plain += c < 0x20 || c == 0x7f ? ' ' : text[i];
    }
  }
  return plain;
}

// One line of it.
std::string first_line(std::string_view text) {
  constexpr std::size_t kMaxErrorBytes = 160;
  const std::string line = without_controls(text.substr(0, text.find('\n')));
  return line.size() <= kMaxErrorBytes ? line : line.substr(0, kMaxErrorBytes) + "…";
}

std::vector<Row> error_rows(const ServerState& state) {
  std::vector<Row> rows;
  for (const auto& mapping : state.mappings.entries) {
    if (!mapping.last_error.empty())
      rows.push_back({arrow(mapping), first_line(mapping.last_error)});
  }
  for (const auto& error : state.errors) rows.push_back({error.where, first_line(error.text)});
  return rows;
}

bool is_empty(const ServerState& state) {
  return state.tables.entries.empty() && state.queues.entries.empty() &&
         state.functions.entries.empty() && state.mappings.entries.empty();
}

}  // namespace

std::string status_text(std::string_view url, const core::Scope& scope, const ServerState& state) {
  std::string text = fmt::format("rivulet {} at {}, account {}, region {}\n", state.version, url,
                                 scope.account.get(), scope.region.get());
  if (is_empty(state)) text += "\nnothing there yet\n";
  text += section({"tables", "items", "status", "stream"}, state.tables, row_of_table);
  text += section({"queues", "waiting", "in flight"}, state.queues, [](const QueueState& queue) {
    return Row{queue.name, queue.waiting, queue.in_flight};
  });
  text += section({"functions", "runtime", "handler"}, state.functions,
                  [](const FunctionState& function) {
                    return Row{function.name, function.runtime, function.handler};
                  });
  text += section({"mappings", "state", "behind"}, state.mappings, row_of_mapping);
  return text + section({"last errors", ""}, error_rows(state), 0);
}

}  // namespace server::client
