#pragma once

#include "server/line_buffer.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <thread>

namespace server {

// Writes lines to a descriptor on a thread of its own, so that whoever reads them slowly, or not at
// all, keeps nobody waiting: a megabyte waits, what is beyond is left out and counted.
class LinePrinter {
 public:
  static constexpr std::size_t kMaxWaitingBytes = std::size_t{1} << 20;

  // The descriptor must outlive the printer. `patience` is how long its end waits for a reader of
  // what is still there.
  explicit LinePrinter(int descriptor, std::chrono::milliseconds patience = default_patience());
  LinePrinter(const LinePrinter&) = delete;
  LinePrinter& operator=(const LinePrinter&) = delete;
  ~LinePrinter();

  // Whole lines. Never waits for the descriptor.
  void print(std::string_view lines);

 private:
  static constexpr std::chrono::milliseconds default_patience() {
    return std::chrono::milliseconds(500);
  }

  void run(const std::stop_token& stop);
  bool write_all(std::string_view text, const std::stop_token& stop);
  bool may_write(const std::stop_token& stop);

  int descriptor_;
  std::chrono::milliseconds patience_;
  std::mutex mutex_;  // over the buffer alone
  std::condition_variable_any news_;
  LineBuffer buffer_{kMaxWaitingBytes};
  std::jthread thread_;  // last: it uses all of these
};

}  // namespace server
