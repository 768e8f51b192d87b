#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Cuts what a handler process writes into log events.
//
// Standard output, standard error and the telemetry descriptor of a process are ends of one pipe,
// so that their order is kept. Two kinds of data come mixed:
//
//   raw bytes   an event ends at each '\n', which belongs to it ('\r' means nothing)
//   frames      0xA5 0x5A 0x00 TYPE, 4 bytes length, 8 bytes time in µs (all big-endian), then
//               `length` bytes: one event, whatever newlines it has. Runtime clients write these
//               to the descriptor that _LAMBDA_TELEMETRY_LOG_FD names
//
// An event longer than kMaxEventBytes becomes several, so memory is bounded whatever comes.
namespace lambda_host {

inline constexpr std::size_t kMaxEventBytes = 262144;  // CloudWatch Logs: 256 KB an event

class LogSplitter {
 public:
  // Appends the events that became complete to `events`, as valid UTF-8.
  void feed(std::string_view bytes, std::vector<std::string>& events);
  // What is there without a newline becomes an event: the invocation or the process ended. A frame
  // that is still coming goes on afterwards.
  void finish(std::vector<std::string>& events);

 private:
  void take_frame(std::string_view& bytes, std::vector<std::string>& events);
  void take_header(std::string_view& bytes, std::vector<std::string>& events);
  void take_raw(std::string_view& bytes, std::vector<std::string>& events);
  void append(std::string_view bytes, std::vector<std::string>& events);
  void emit(std::vector<std::string>& events);

  std::string event_;             // what is known of the next event
  std::string header_;            // the beginning of a frame's header, or of what looks like one
  std::uint32_t frame_left_ = 0;  // bytes of the frame that are still to come
};

}  // namespace lambda_host
