#include "server/operations/transfers/text_lines.h"

#include <utility>

namespace server::operations {

void TextLines::add(std::string_view text) {
  text_.erase(0, begin_);
  scanned_ -= std::exchange(begin_, 0);
  text_ += text;
}

std::optional<std::string> TextLines::next() {
  while (const auto line = next_with_blanks()) {
    if (line->find_first_not_of(" \t\r") != std::string_view::npos) return std::string(*line);
  }
  return std::nullopt;
}

std::optional<std::string_view> TextLines::next_with_blanks() {
  const std::size_t end = text_.find('\n', scanned_);
  const bool whole = end != std::string::npos;
  if (!whole && (!ended_ || begin_ == text_.size())) {
    scanned_ = text_.size();
    return std::nullopt;
  }
  const std::size_t line_end = whole ? end : text_.size();
  const std::string_view line = std::string_view(text_).substr(begin_, line_end - begin_);
  begin_ = scanned_ = whole ? end + 1 : text_.size();
  return line;
}

}  // namespace server::operations
