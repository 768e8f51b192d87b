#pragma once

#include "lambda-host/processes/child_process.h"

#include <functional>
#include <memory>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace lambda_host {

// A running handler process: its output as it comes and its end, on the thread of the io_context.
// Whatever happens, all that came of it is dead and nothing unreaped once the object is gone.
class HandlerProcess {
 public:
  using OnOutput = std::function<void(std::string_view)>;
  // Whether output may be read now; asked again from time to time while it may not. What was
  // written by the end of the process is read whatever it says.
  using MayRead = std::function<bool()>;
  // Called once, after the last output, when nothing that came of the process is left. The object
  // may be destroyed by then, not within.
  using OnExit = std::function<void(ExitStatus)>;

  // Throws std::system_error when the program can't be started.
  HandlerProcess(boost::asio::io_context& io, const SpawnRequest& request, OnOutput on_output,
                 MayRead may_read, OnExit on_exit);
  // Kills what still runs, and waits for it; neither callback comes any more.
  ~HandlerProcess();
  HandlerProcess(const HandlerProcess&) = delete;
  HandlerProcess& operator=(const HandlerProcess&) = delete;

  // SIGKILL to the process and all that came of it; on_exit follows.
  void kill();
  // Reads what was written until now, if it may. A write that came before a request to the Runtime
  // API is therefore in the log before that request's consequences.
  void drain();

  // -1 when it has ended.
  pid_t pid() const;
  // The child of ours that is its parent; -1 when that has ended.
  pid_t keeper() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace lambda_host
