#pragma once

#include "core/http_message.h"
#include "lambda-host/processes/handler_process.h"
#include "lambda-host/processes/host_services.h"
#include "lambda-host/processes/runtime_door.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambda_host {

// Where a spare process asks which function it is for, behind its secret. What it gets is the
// function's environment, as /proc/PID/environ has one: "NAME=value" and a NUL, for each variable.
inline constexpr std::string_view kAssignmentPath = "/assignment";

// A process that runs a function and the door to its Runtime API: a port of its own, and a secret.
// It was started for the function, or it is a spare one: started before anybody knew for which,
// with its runtime client loaded, and told later.
class RuntimeProcess {
 public:
  // Who the process works for. It isn't destroyed within a call.
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void on_output(std::string_view bytes) = 0;
    // A request from within, without the secret.
    virtual void on_request(core::HttpRequest request, core::HttpReply reply) = 0;
    // Once it runs; nothing else comes before. Not of one that ran before it was assigned.
    virtual void on_started() = 0;
    // Once, after the last output, when nothing of the process is left.
    virtual void on_exit(const ExitStatus& exit) = 0;
    // Instead of all else: the program can't be started. "/bin/x: No such file or directory".
    virtual void on_failed(std::string_view why) = 0;
  };
  enum class Kind { own, spare };
  // What to start, given the value of AWS_LAMBDA_RUNTIME_API.
  using MakeRequest = std::function<SpawnRequest(const std::string& runtime_api)>;

  // Throws std::runtime_error when there is no port. What a spare writes isn't read before it is
  // assigned.
  RuntimeProcess(const HostServices& services, Kind kind, std::string secret,
                 const MakeRequest& make_request, Owner& owner);
  // Kills what runs and closes the port; no call comes any more.
  ~RuntimeProcess();
  RuntimeProcess(const RuntimeProcess&) = delete;
  RuntimeProcess& operator=(const RuntimeProcess&) = delete;

  // "127.0.0.1:PORT", with the secret.
  std::string address() const { return door_.address(); }

  // As it was started.
  const SpawnRequest& request() const { return request_; }

  // A spare works for that owner from now on. It gets the environment when it asks, once it was
  // shown what it is to have at /opt; where that can't be it is killed.
  void assign(Owner& owner, const std::vector<std::string>& environment, const OptMount& opt);
  // It knows what it is for. One that ends before it does has run nothing of the function.
  bool is_assigned() const { return stage_ == Stage::assigned; }

  void kill() { process_->kill(); }
  // Nobody comes in any more. For one that has ended.
  void close_port();
  void drain() { process_->drain(); }
  pid_t pid() const { return process_->pid(); }
  pid_t keeper() const { return process_->keeper(); }

 private:
  enum class Stage { spare, taken, equipped, assigned };
  struct EarlyRequest {
    core::HttpRequest request;
    core::HttpReply reply;
  };

  std::uint16_t open_port();
  void started();
  void enter(core::HttpRequest request, core::HttpReply reply);
  void serve(core::HttpRequest request, core::HttpReply reply);
  void equip();
  void equipped();
  void hand_over();

  const HostServices& services_;
  Owner* owner_;
  Stage stage_;
  std::string environment_;
  OptMount opt_;
  core::HttpReply asks_;  // the request of a spare that waits
  bool has_started_ = false;
  std::vector<EarlyRequest> early_;  // that came before we knew that it runs
  std::uint16_t port_;               // 0: closed
  RuntimeDoor door_;
  SpawnRequest request_;
  std::unique_ptr<HandlerProcess> process_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lambda_host
