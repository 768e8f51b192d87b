#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace server::operations {

// Lines of text that comes in pieces. Blank lines are none.
class TextLines {
 public:
  void add(std::string_view text);
  // Nothing will be added: the last line needs no end.
  void end() { ended_ = true; }
  // Without its end; nullopt when no whole line is there.
  std::optional<std::string> next();
  // How much of a line is there that isn't whole.
  std::size_t pending_bytes() const { return text_.size() - begin_; }

 private:
  std::optional<std::string_view> next_with_blanks();

  std::string text_;
  std::size_t begin_ = 0;    // of the line
  std::size_t scanned_ = 0;  // no line ends before
  bool ended_ = false;
};

}  // namespace server::operations
