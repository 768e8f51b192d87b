#include "server/line_buffer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace server {

void LineBuffer::add(std::string_view lines) {
  if (text_.size() + lines.size() > max_bytes_) {
    left_out_ += static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n'));
    return;
  }
  admit_what_is_left_out();
  text_ += lines;
}

void LineBuffer::admit_what_is_left_out() {
  if (left_out_ == 0) return;
  const std::size_t lines = std::exchange(left_out_, 0);
  text_ += fmt::format("({} line{} of handlers left out: nobody reads them as fast as they come)\n",
                       lines, lines == 1 ? "" : "s");
}

std::string LineBuffer::take(std::size_t max_bytes) {
  if (text_.empty()) admit_what_is_left_out();
  std::size_t size = std::min(max_bytes, text_.size());
  if (size < text_.size()) {
    const std::size_t end = text_.rfind('\n', size - 1);
    if (end != std::string::npos) size = end + 1;
  }
  std::string taken = text_.substr(0, size);
  text_.erase(0, size);
  return taken;
}

}  // namespace server
