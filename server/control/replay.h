#pragma once

#include "core/http_message.h"
#include "core/json/writer.h"
#include "lambda-host/functions/function_reference.h"
#include "lambda-host/invoker.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace server::control {

// Cuts NDJSON into events as a mapping makes them of its records: of up to so many lines each, and
// no larger than Lambda takes. Blank lines are none. Throws ApiError(validation) that names the
// first line which isn't a JSON object, or when there are more than kMaxReplayEvents. Touches
// nothing else, so any thread may run it.
std::deque<std::string> replay_events(std::string_view ndjson, std::size_t batch_size);

// A replay whose answer has grown to so many bytes goes on in brief.
inline constexpr std::size_t kMaxFullReplayBytes = std::size_t{8} << 20;

// An event of one short line takes many times the line's memory.
inline constexpr std::size_t kMaxReplayEvents = 100'000;

lambda_host::InvocationRequest invocation_of(const lambda_host::FunctionReference& function,
                                             std::string event);
// The members "ok", "request_id", "duration_ms", "error" where it failed, and "response"; of a long
// response "response_bytes". In brief that of any response, and the beginning of the error.
enum class InvocationDetail { full, brief };
void write_invocation(core::json::Writer& writer, const lambda_host::InvocationResult& result,
                      InvocationDetail detail = InvocationDetail::full);

// How many replays run: each holds its events in memory.
struct Replays {
  static constexpr std::size_t kMax = 4;
  std::size_t running = 0;
};

// Invokes a function with events, one after another, and replies with a line of JSON for each:
//
//   {"batch":1,"ok":true,"request_id":…,"duration_ms":…,"response":…}
//   {"batch":2,"ok":false,…,"error":"TypeError: no"}
//
// Behind kMaxFullReplayBytes lines are brief. An event that can't be invoked is the last one. Lives
// until it has replied, or the peer has left and the invocation that runs has ended.
class Replay : public std::enable_shared_from_this<Replay> {
 public:
  // Throws ApiError(too_many_requests) when too many run. The references must outlive the invoker's
  // callbacks.
  Replay(lambda_host::Invoker& invoker, Replays& replays, lambda_host::FunctionReference function,
         core::HttpReply reply);
  ~Replay();
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  void start(std::deque<std::string> events);
  // Nobody waits for the answer any more.
  void stop() { stopped_ = true; }
  void reply(core::HttpResponse response);

 private:
  void next();
  void ended(const lambda_host::InvocationResult& result);
  void finish();

  lambda_host::Invoker& invoker_;
  Replays& replays_;
  lambda_host::FunctionReference function_;
  core::HttpReply reply_;
  std::deque<std::string> events_;
  std::size_t batch_ = 0;
  std::string lines_;
  bool stopped_ = false;
};

}  // namespace server::control
