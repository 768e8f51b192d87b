#pragma once

#include "core/clock.h"
#include "core/memory_budget.h"
#include "lambda-host/functions/function.h"
#include "lambda-host/invoker.h"
#include "lambda-host/logs/handler_log.h"
#include "lambda-host/logs/system_log.h"
#include "lambda-host/processes/host_services.h"
#include "lambda-host/processes/invocation_failure.h"
#include "lambda-host/processes/launch.h"
#include "lambda-host/processes/runtime_api.h"
#include "lambda-host/processes/runtime_process.h"
#include "lambda-host/timer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

// One handler process from its start to its end, as AWS calls it an execution environment: the
// process, its Runtime API, its log stream, and the time limits.
//
//   starting ──► idle ◄──► invoking ──► returning ──► idle …        any ──► ending ──► ended
//
// `returning` is between the answer of an invocation and the request for the next one: nearly
// always a fraction of a millisecond, but the handler may have left work behind.
namespace lambda_host {

struct Invocation {
  InvocationRequest request;  // with a request id
  InvocationDone done;
  core::MemoryBudget::Share memory = {};  // of what the request brings
};

class ExecutionEnvironment : private RuntimeApi::Listener, private RuntimeProcess::Owner {
 public:
  enum class State { starting, idle, invoking, returning, ending, ended };

  // Who deals out invocations. An environment mustn't be destroyed within a call.
  class Owner {
   public:
    virtual ~Owner() = default;
    // It waits for an invocation: may call invoke at once.
    virtual void on_idle(ExecutionEnvironment& environment) = 0;
    // It won't become idle; the invocation that would have been its first is to be failed with
    // `fail`, or, after too slow an init, started in a new environment.
    virtual void on_init_failed(ExecutionEnvironment& environment) = 0;
    virtual void on_init_timed_out(ExecutionEnvironment& environment) = 0;
    // It answered but isn't idle yet, and may not be for long.
    virtual void on_lingering(ExecutionEnvironment& environment) = 0;
    // The process is gone.
    virtual void on_ended(ExecutionEnvironment& environment) = 0;
  };

  ExecutionEnvironment(HostServices& services, DeploymentPtr deployment, Owner& owner);
  // Kills the process. An invocation it had is never answered.
  ~ExecutionEnvironment() override;
  ExecutionEnvironment(const ExecutionEnvironment&) = delete;
  ExecutionEnvironment& operator=(const ExecutionEnvironment&) = delete;

  // Starts the process, or takes a spare one. With an invocation the init phase is part of it and
  // under its time limit, as on AWS when an init has failed to end in time.
  void start(std::optional<Invocation> within = std::nullopt);
  // It is kept: it doesn't end for having nothing to do. Before its start.
  void keep() { kept_ = true; }
  // From now on it isn't kept.
  void let_go();
  bool kept() const { return kept_; }
  // It has had an invocation.
  bool used() const { return used_; }
  // Whether it listens for a debugger. Such a one doesn't end for having nothing to do either.
  bool is_inspected() const { return inspector_port_.has_value(); }
  // Needs an idle environment.
  void invoke(Invocation invocation);
  // Answers an invocation with what on_init_failed was about.
  void fail(Invocation invocation);
  // Kills the process; on_ended follows unless it is gone already.
  void stop();
  // The same, and an invocation that it has fails at once. No line of the log comes any more.
  void abort();

  // The child of ours that the process has for a parent; -1 when there is none.
  pid_t keeper() const { return process_ ? process_->keeper() : -1; }
  State state() const { return state_; }
  // One that is being killed holds no place: nobody should wait for that.
  bool holds_place() const { return state_ != State::ending && state_ != State::ended; }
  bool lingers() const { return lingers_; }
  core::SteadyTime idle_since() const { return idle_since_; }
  // Since when it can have invocations.
  core::SteadyTime ready_since() const { return ready_since_; }
  const DeploymentPtr& deployment() const { return deployment_; }
  RuntimeFamily family() const { return family_; }

 private:
  struct Running {
    Invocation invocation;
    core::SteadyTime started;
    core::SteadyTime deadline;
  };

  void on_ready() override;
  void on_response(std::string payload) override;
  void on_error(std::string payload, std::string error_type) override;
  void on_init_error(std::string payload, std::string error_type) override;

  void on_output(std::string_view bytes) override { log_.write_output(bytes); }
  void on_request(core::HttpRequest request, core::HttpReply reply) override {
    api_.handle(std::move(request), std::move(reply));
  }
  void on_started() override;
  void on_exit(const ExitStatus& exit) override;
  void on_failed(std::string_view why) override;

  void launch();
  bool take_spare();
  void start_own();
  void limit_init();
  SpawnRequest launch_at(const std::string& runtime_api) const;
  void begin(Invocation invocation);
  void deliver();
  void interrupt(Interruption interruption);
  void finish(InvocationResult result, std::string_view status);
  void fail_running(const InvocationFailure& failure);
  void fail_init(InvocationFailure failure, std::string_view status);
  void init_timed_out();
  void timed_out();
  void wait_for_return(core::SteadyTime deadline);
  bool lost_spare();
  void lost(InvocationFailure failure);
  void ended();
  // What the process printed until now comes first.
  void report_init(std::string_view status, std::string_view error_type = {});
  void write_failure_lines(const InvocationFailure& failure, const std::string& request_id);
  std::string invoked_arn(const InvocationRequest& request) const;
  // Calls back when so much time has passed without a debugger: one that is there then, and may
  // stand at a breakpoint, lets the time begin anew.
  void at_limit(core::Duration limit, std::function<void()> call);
  std::int64_t peak_memory();
  core::Duration timeout() const;

  HostServices& services_;
  DeploymentPtr deployment_;
  RuntimeFamily family_;
  std::optional<std::uint16_t> inspector_port_;
  Owner& owner_;
  State state_ = State::starting;
  bool lingers_ = false;
  bool kept_ = false;
  bool used_ = false;
  HandlerLog log_;
  SystemLog system_log_;
  InitPhase init_phase_;
  RuntimeApi api_;
  std::unique_ptr<RuntimeProcess> process_;
  std::unique_ptr<RuntimeProcess> lost_spare_;  // that ended before it knew its function
  Timer timer_;
  core::SteadyTime init_started_;
  std::optional<core::Duration> init_duration_;  // until the first REPORT shows it
  std::int64_t peak_memory_bytes_ = 0;
  std::optional<InvocationFailure> init_failure_;
  std::optional<Running> running_;
  core::SteadyTime idle_since_;
  core::SteadyTime ready_since_;
};

}  // namespace lambda_host
