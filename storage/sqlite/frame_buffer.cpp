#include "storage/sqlite/frame_buffer.h"

#include <sqlite3.h>

#include <algorithm>

namespace storage::sqlite {
namespace {

constexpr std::size_t kFrameHeaderBytes = 24;

bool has_database_size(std::string_view frame_header) {
  const std::string_view size = frame_header.substr(4, 4);
  return std::any_of(size.begin(), size.end(), [](char byte) { return byte != '\0'; });
}

}  // namespace

int FrameBuffer::write(std::int64_t offset, std::string_view bytes) {
  const auto end = offset + static_cast<std::int64_t>(bytes.size());
  const bool ends = ends_transaction(bytes);
  if (offset != end_) {
    // The log's header, which lets it begin anew, or a page that is written again: rare.
    if (const int code = flush(); code != SQLITE_OK) return code;
    end_ = offset == 0 ? end : std::max(end_, end);
    return sink_(offset, bytes);
  }
  if (held_.empty()) held_at_ = offset;
  held_.append(bytes);
  end_ = end;
  return ends || held_.size() >= kMaxHeldBytes ? flush() : SQLITE_OK;
}

int FrameBuffer::flush() {
  if (held_.empty()) return SQLITE_OK;
  const int code = sink_(held_at_, held_);
  held_.clear();
  return code;
}

// True for the page of a transaction's last frame.
bool FrameBuffer::ends_transaction(std::string_view bytes) {
  if (bytes.size() == kFrameHeaderBytes) {
    in_last_frame_ = has_database_size(bytes);
    return false;
  }
  return in_last_frame_;
}

}  // namespace storage::sqlite
