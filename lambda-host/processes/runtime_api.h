#pragma once

#include "core/http_message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The Lambda Runtime API of one handler process, /2018-06-01/runtime/…, as plain request →
// response:
//
//   started ── next ──► ready ── deliver ──► running ── response | error ──► responded ── next ──►
//   ready started ── init/error ──► init_failed
//
// `next` waits for deliver; everything else is answered at once. A request that doesn't fit the
// state is refused with 403, one for another invocation with 400 (Lambda guide, "Runtime API";
// texts as the Runtime Interface Emulator gives them).
namespace lambda_host {

// What a process gets to see of an invocation.
struct RuntimeInvocation {
  std::string request_id;
  std::string function_arn;  // as it was invoked
  std::string trace_id;
  std::string client_context;              // JSON; empty: none
  std::int64_t deadline_milliseconds = 0;  // since the epoch, by the machine's clock
  std::string payload;
};

class RuntimeApi {
 public:
  // What comes of a process. Called after the request was answered; a listener may deliver from
  // within.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_ready() = 0;  // it waits for an invocation
    virtual void on_response(std::string payload) = 0;
    virtual void on_error(std::string payload, std::string error_type) = 0;
    virtual void on_init_error(std::string payload, std::string error_type) = 0;
  };

  explicit RuntimeApi(Listener& listener) : listener_(listener) {}
  // A waiting `next` is answered with 503.
  ~RuntimeApi();
  RuntimeApi(const RuntimeApi&) = delete;
  RuntimeApi& operator=(const RuntimeApi&) = delete;

  void handle(core::HttpRequest request, core::HttpReply reply);

  bool ready() const { return state_ == State::ready; }
  // Needs ready().
  void deliver(RuntimeInvocation invocation);

 private:
  enum class State { started, init_failed, ready, running, responded };

  void next(core::HttpReply reply);
  void init_error(core::HttpRequest request, const core::HttpReply& reply);
  void end_invocation(std::string_view request_id, bool failed, core::HttpRequest request,
                      const core::HttpReply& reply);
  // Answers 403 and false unless the process may go from `from` to what it asks for.
  bool allowed(State from, std::string_view to, const core::HttpReply& reply) const;

  Listener& listener_;
  State state_ = State::started;
  std::string request_id_;  // of the invocation that runs or ran last
  core::HttpReply waiting_;
};

}  // namespace lambda_host
