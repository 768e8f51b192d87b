#include "server/operations/transfers/csv_rows.h"

#include <utility>

namespace server::operations {

void CsvRows::add(std::string_view text) {
  text_.erase(0, std::exchange(at_, 0));
  text_ += text;
}

std::optional<CsvRow> CsvRows::next() {
  bool whole = false;
  while (!whole && at_ < text_.size() && !is_too_long()) whole = take(text_[at_++]);
  if (!whole && ended_ && !is_too_long()) whole = end_row();
  if (!whole) return std::nullopt;
  row_bytes_ = 0;
  return std::exchange(row_, {});
}

// Whether a row is whole with this character.
bool CsvRows::take(char c) {
  if (place_ == Place::quoted) {
    if (c == '"') {
      place_ = Place::closing_quote;
    } else {
      field_ += c;
    }
    return false;
  }
  if (c == '\n') return end_row();
  take_outside_quotes(c);
  return false;
}

void CsvRows::take_outside_quotes(char c) {
  if (c == delimiter_) return end_field();
  if (c == '"' && place_ == Place::closing_quote) {  // twice: one of the field's own
    field_ += c;
    place_ = Place::quoted;
  } else if (c == '"' && place_ == Place::field_start) {
    was_quoted_ = true;
    place_ = Place::quoted;
  } else {
    const bool line_end = c == '\r' && place_ == Place::closing_quote;
    if (c == '"' || (place_ == Place::closing_quote && !line_end)) row_.well_formed = false;
    if (place_ == Place::field_start) place_ = Place::plain;
    if (!line_end) field_ += c;
  }
}

void CsvRows::end_field() {
  row_bytes_ += field_.size() + kFieldBytes;
  row_.fields.push_back(std::exchange(field_, {}));
  place_ = Place::field_start;
  was_quoted_ = false;
}

// False for a blank line.
bool CsvRows::end_row() {
  if (place_ == Place::quoted) row_.well_formed = false;  // the text ended within quotes
  if (place_ == Place::plain && field_.ends_with('\r')) field_.pop_back();
  const bool blank = row_.fields.empty() && field_.empty() && !was_quoted_;
  end_field();
  if (!blank) return true;
  row_ = {};
  row_bytes_ = 0;
  return false;
}

}  // namespace server::operations
