#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace server {

// Lines that wait to be written, up to a limit. What there is no room for is left out whole, and a
// line in its place says how many these were.
class LineBuffer {
 public:
  explicit LineBuffer(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // Whole lines, each with its end.
  void add(std::string_view lines);
  bool empty() const { return text_.empty() && left_out_ == 0; }
  // The next whole lines, up to `max_bytes` of them; a piece of the first one if that is longer.
  std::string take(std::size_t max_bytes);

 private:
  void admit_what_is_left_out();

  std::size_t max_bytes_;
  std::string text_;
  std::size_t left_out_ = 0;  // lines, behind the text
};

}  // namespace server
