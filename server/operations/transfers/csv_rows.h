#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::operations {

// One row of comma-separated values.
struct CsvRow {
  std::vector<std::string> fields;
  bool well_formed = true;  // no quote stands where none may
};

// Rows of comma-separated values (RFC 4180), from text that comes in pieces: fields between
// delimiters, in double quotes where they have delimiters, quotes (twice) or line ends. Blank lines
// are no rows.
class CsvRows {
 public:
  explicit CsvRows(char delimiter) : delimiter_(delimiter) {}

  void add(std::string_view text);
  // Nothing will be added: the last row needs no line end.
  void end() { ended_ = true; }
  // nullopt when no whole row is there, and for ever when one is too long.
  std::optional<CsvRow> next();

  // What a field takes in memory beside its text, which may be none.
  static constexpr std::size_t kFieldBytes = sizeof(std::string);
  // Of text and fields, more than any item needs: a row that takes more is too long.
  static constexpr std::size_t kMaxRowBytes = std::size_t{4} << 20;
  // How much memory a row takes so far that isn't whole.
  std::size_t pending_bytes() const { return field_.size() + row_bytes_; }
  bool is_too_long() const { return pending_bytes() > kMaxRowBytes; }

 private:
  enum class Place { field_start, plain, quoted, closing_quote };

  bool take(char c);
  void take_outside_quotes(char c);
  void end_field();
  bool end_row();

  char delimiter_;
  std::string text_;
  std::size_t at_ = 0;
  bool ended_ = false;
  Place place_ = Place::field_start;
  std::string field_;
  bool was_quoted_ = false;
  CsvRow row_;
  std::size_t row_bytes_ = 0;
};

}  // namespace server::operations
