#pragma once

#include "lambda-host/processes/child_process.h"

#include <functional>
#include <memory>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace lambda_host {

class WorkerPool;

// A handler process: its output as it comes and its end, on the thread of the io_context.
// Whatever happens, all that came of it is dead and nothing unreaped once the object is gone.
class HandlerProcess {
 public:
  // What it tells, and asks. The object mustn't be destroyed within a call.
  struct Events {
    std::function<void(std::string_view)> on_output;
    // Once, when nothing of the process is left: after the last output, or instead of all else
    // where it was killed before it was started.
    std::function<void(const ExitStatus&)> on_exit;
    // Instead of all else: the program can't be started. "/bin/x: No such file or directory".
    std::function<void(std::string_view why)> on_failed;
    // First, once the program runs. It may have done anything by then.
    std::function<void()> on_started = [] {};
    // Whether output may be read now; asked again from time to time while it may not. What was
    // written by the end of the process is read whatever it says.
    std::function<bool()> may_read = [] { return true; };
  };

  // It starts on the thread of `starter`, which has one and outlives it: whoever makes a process
  // stands still until the kernel has run it, which takes 70 ms on a busy machine.
  HandlerProcess(boost::asio::io_context& io, WorkerPool& starter, SpawnRequest request,
                 Events events);
  // Kills what still runs, and waits for it; no call comes any more.
  ~HandlerProcess();
  HandlerProcess(const HandlerProcess&) = delete;
  HandlerProcess& operator=(const HandlerProcess&) = delete;

  // SIGKILL to the process and all that came of it, as soon as it has started; on_exit follows.
  void kill();
  // Reads what was written until now, if it may. A write that came before a request to the Runtime
  // API is therefore in the log before that request's consequences.
  void drain();

  // -1 before it has started and when it has ended.
  pid_t pid() const;
  // The child of ours that is its parent; likewise.
  pid_t keeper() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace lambda_host
