#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

// Gathers what SQLite appends to its write-ahead log, so that a transaction costs one system call
// instead of two for each page.
//
// The log is a header of 32 bytes, then frames: 24 bytes, of which bytes 4 to 7 are not zero in a
// transaction's last frame, and a page (https://www.sqlite.org/fileformat2.html#walformat). SQLite
// writes the two parts of a frame one after the other.
//
// Only bytes that continue the log are held back, and never beyond a transaction's last frame: when
// that has been written, all has. Whatever else happens to the file (a read, a sync, a write
// somewhere else) must be preceded by flush().
namespace storage::sqlite {

class FrameBuffer {
 public:
  // Writes to the file itself; answers a code of SQLite.
  using Sink = std::function<int(std::int64_t offset, std::string_view bytes)>;

  explicit FrameBuffer(Sink sink) : sink_(std::move(sink)) {}

  // Answer SQLITE_OK, or the sink's code. What couldn't be written is forgotten: SQLite takes the
  // transaction back.
  int write(std::int64_t offset, std::string_view bytes);
  int flush();

  std::size_t held_bytes() const { return held_.size(); }

 private:
  static constexpr std::size_t kMaxHeldBytes = 256 << 10;

  bool ends_transaction(std::string_view bytes);

  Sink sink_;
  std::string held_;
  std::int64_t held_at_ = 0;    // the offset of its first byte
  std::int64_t end_ = -1;       // where the log goes on; -1: not known yet
  bool in_last_frame_ = false;  // the frame whose header came last ends its transaction
};

}  // namespace storage::sqlite
