#include "lambda-host/logs/log_splitter.h"

#include "core/utf8.h"

#include <algorithm>

namespace lambda_host {
namespace {

constexpr std::string_view kMagic("\xA5\x5A\x00", 3);
constexpr std::size_t kHeaderBytes = 16;

std::uint32_t frame_length(std::string_view header) {
  std::uint32_t length = 0;
  for (std::size_t i = 4; i < 8; ++i) {
    length = length << 8 | static_cast<unsigned char>(header[i]);
  }
  return length;
}

}  // namespace

void LogSplitter::feed(std::string_view bytes, std::vector<std::string>& events) {
  while (!bytes.empty()) {
    if (frame_left_ > 0) {
      take_frame(bytes, events);
    } else if (!header_.empty() || bytes.front() == kMagic.front()) {
      take_header(bytes, events);
    } else {
      take_raw(bytes, events);
    }
  }
}

void LogSplitter::finish(std::vector<std::string>& events) {
  if (header_.size() < kMagic.size()) {
    append(header_, events);
    header_.clear();
  }
  emit(events);
}

void LogSplitter::take_frame(std::string_view& bytes, std::vector<std::string>& events) {
  const std::size_t n = std::min<std::size_t>(frame_left_, bytes.size());
  append(bytes.substr(0, n), events);
  bytes.remove_prefix(n);
  frame_left_ -= static_cast<std::uint32_t>(n);
  if (frame_left_ == 0) emit(events);
}

// One byte: headers are rare and short, and may be cut anywhere.
void LogSplitter::take_header(std::string_view& bytes, std::vector<std::string>& events) {
  if (header_.size() < kMagic.size() && bytes.front() != kMagic[header_.size()]) {
    // No frame after all. The byte is looked at again: it may begin one.
    append(header_, events);
    header_.clear();
    return;
  }
  header_.push_back(bytes.front());
  bytes.remove_prefix(1);
  if (header_.size() < kHeaderBytes) return;
  emit(events);  // a raw line that the frame interrupts
  frame_left_ = frame_length(header_);
  header_.clear();
}

void LogSplitter::take_raw(std::string_view& bytes, std::vector<std::string>& events) {
  const std::size_t stop = std::min(bytes.find_first_of("\n\xA5"), bytes.size());
  const bool line_ends = stop < bytes.size() && bytes[stop] == '\n';
  const std::size_t n = line_ends ? stop + 1 : stop;
  append(bytes.substr(0, n), events);
  bytes.remove_prefix(n);
  if (line_ends) emit(events);
}

void LogSplitter::append(std::string_view bytes, std::vector<std::string>& events) {
  event_.append(bytes);
  while (event_.size() > kMaxEventBytes) {
    const std::size_t cut = core::utf8_cut(event_, kMaxEventBytes);
    events.push_back(core::to_utf8(std::string_view(event_).substr(0, cut)));
    event_.erase(0, cut);
  }
}

void LogSplitter::emit(std::vector<std::string>& events) {
  if (event_.empty()) return;
  events.push_back(core::to_utf8(event_));
  event_.clear();
}

}  // namespace lambda_host
