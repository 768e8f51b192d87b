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
// Whatever happens, the whole process group is dead and nothing unreaped once the object is gone.
class HandlerProcess {
 public:
  using OnOutput = std::function<void(std::string_view)>;
  // Called once, after the last output. The object may be destroyed by then, not within.
  using OnExit = std::function<void(ExitStatus)>;

  // Throws std::system_error when the program can't be started.
  HandlerProcess(boost::asio::io_context& io, const SpawnRequest& request, OnOutput on_output,
                 OnExit on_exit);
  // Kills what still runs; neither callback comes any more.
  ~HandlerProcess();
  HandlerProcess(const HandlerProcess&) = delete;
  HandlerProcess& operator=(const HandlerProcess&) = delete;

  // SIGKILL to the group; on_exit follows.
  void kill();
  // Reads what was written until now. A write that came before a request to the Runtime API is
  // therefore in the log before that request's consequences.
  void drain();

  pid_t pid() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace lambda_host
