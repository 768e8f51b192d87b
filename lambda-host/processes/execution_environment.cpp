#include "lambda-host/processes/execution_environment.h"

#include "lambda-host/processes/debugger.h"
#include "lambda-host/processes/interpreter_start.h"
#include "lambda-host/processes/spare_processes.h"
#include "lambda-host/trace_header.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace lambda_host {
namespace {

// How long an invocation may wait for a process that has answered but not returned, before another
// process is started for it.
constexpr core::Duration kReturnGrace = std::chrono::milliseconds(100);

// How often to look whether a debugger is still there, when no time is left.
constexpr core::Duration kLookForDebugger = std::chrono::seconds(1);

LogOrigin log_origin(const FunctionConfiguration& f, const core::Clock& clock) {
  return {f.scope, version_key(f), f.logging.group, make_stream_name(clock.now(), f.version)};
}

bool lacks_bootstrap(const Deployment& deployment, RuntimeFamily family) {
  if (family != RuntimeFamily::provided) return false;
  return ::access(find_bootstrap(deployment).c_str(), X_OK) != 0;
}

}  // namespace

ExecutionEnvironment::ExecutionEnvironment(HostServices& services, DeploymentPtr deployment,
                                           Owner& owner)
    : services_(services),
      deployment_(std::move(deployment)),
      family_(runtime_family(deployment_->configuration.runtime)),
      inspector_port_(inspector_port(services.options, deployment_->configuration)),
      owner_(owner),
      log_(services.log, services.clock, log_origin(deployment_->configuration, services.clock)),
      system_log_(deployment_->configuration, services.clock),
      api_(*this),
      timer_(services.io) {}

ExecutionEnvironment::~ExecutionEnvironment() {
  process_.reset();
}

void ExecutionEnvironment::start(std::optional<Invocation> within) {
  init_started_ = services_.clock.steady_now();
  init_phase_ = {kept_, within.has_value()};
  if (within) begin(std::move(*within));
  log_.write_line(system_log_.init_start(init_phase_, log_.stream()));
  launch();
}

// Its time runs once the program does. What is debugged may stand at a breakpoint of its init
// phase, however long; within an invocation, that one's time limit goes on.
void ExecutionEnvironment::limit_init() {
  init_started_ = services_.clock.steady_now();
  if (running_ || is_inspected()) return;
  timer_.after(services_.options.init_limit, [this] { init_timed_out(); });
}

void ExecutionEnvironment::on_started() {
  if (state_ == State::starting) limit_init();
}

void ExecutionEnvironment::launch() {
  std::string problem;
  try {
    if (lacks_bootstrap(*deployment_, family_)) {
      throw std::runtime_error(
          "Couldn't find valid bootstrap(s): [/var/task/bootstrap "
          "/opt/bootstrap]");
    }
    if (lost_spare_ || !take_spare()) start_own();
    return;
  } catch (const std::runtime_error& error) {
    problem = error.what();
  }
  // Later, since an owner isn't called back within its own call.
  timer_.after(core::Duration(0),
               [this, problem = std::move(problem)] { lost(entrypoint_failure(problem)); });
}

bool ExecutionEnvironment::take_spare() {
  const SpareKind kind = spare_kind(*deployment_, services_.opt);
  services_.spares.wake(kind);
  const RuntimeProcess* const spare = services_.spares.first(kind);
  if (!spare || needs_own_start(*deployment_)) return false;
  const SpawnRequest own = launch_at(spare->address());
  if (!start_alike(own, spare->request())) return false;
  process_ = services_.spares.take(kind);
  process_->assign(*this, own.environment, own.opt);
  limit_init();
  return true;
}

void ExecutionEnvironment::start_own() {
  services_.bootstrap.restore();
  process_ = std::make_unique<RuntimeProcess>(
      services_, RuntimeProcess::Kind::own, has_our_client(family_) ? make_secret() : "",
      [this](const std::string& runtime_api) { return launch_at(runtime_api); },
      static_cast<RuntimeProcess::Owner&>(*this));
}

SpawnRequest ExecutionEnvironment::launch_at(const std::string& runtime_api) const {
  return make_launch(*deployment_, services_.options, services_.interpreters.found(),
                     {services_.bootstrap.directory(), runtime_api, log_.stream(), kept_,
                      services_.opt.mount_for(*deployment_)});
}

void ExecutionEnvironment::let_go() {
  kept_ = false;
  if (state_ == State::idle) stop();
}

core::Duration ExecutionEnvironment::timeout() const {
  return std::chrono::seconds(deployment_->configuration.timeout_seconds);
}

void ExecutionEnvironment::at_limit(core::Duration limit, std::function<void()> call) {
  timer_.after(limit, [this, limit, call = std::move(call)] {
    if (!is_inspected() || !services_.options.is_debugged(*inspector_port_)) return call();
    at_limit(std::max<core::Duration>(limit, kLookForDebugger), call);
  });
}

// The invocation's clock runs from here.
void ExecutionEnvironment::begin(Invocation invocation) {
  used_ = true;
  const core::SteadyTime now = services_.clock.steady_now();
  log_.begin_tail();
  const InvocationRequest& request = invocation.request;
  log_.write_line(system_log_.start(request.request_id, invoked_arn(request)));
  running_ = Running{std::move(invocation), now, now + timeout()};
  at_limit(timeout(), [this] { timed_out(); });
}

std::string ExecutionEnvironment::invoked_arn(const InvocationRequest& request) const {
  return request.invoked_function_arn.empty() ? unqualified_arn(deployment_->configuration)
                                              : request.invoked_function_arn;
}

void ExecutionEnvironment::invoke(Invocation invocation) {
  begin(std::move(invocation));
  deliver();
}

void ExecutionEnvironment::deliver() {
  state_ = State::invoking;
  InvocationRequest& request = running_->invocation.request;
  if (request.interruption != Interruption::none) return interrupt(request.interruption);
  RuntimeInvocation invocation;
  invocation.request_id = request.request_id;
  invocation.function_arn = invoked_arn(request);
  invocation.trace_id = request.trace_header.empty() ? new_trace_header(services_.clock.now())
                                                     : std::move(request.trace_header);
  invocation.client_context = std::move(request.client_context);
  invocation.deadline_milliseconds = services_.clock.host_milliseconds(running_->deadline);
  invocation.payload = request.payload.empty() ? "{}" : request.payload.take();
  api_.deliver(std::move(invocation));
}

// Later, since an invocation is never answered within its own call.
void ExecutionEnvironment::interrupt(Interruption interruption) {
  timer_.after(core::Duration(0), [this, interruption] {
    if (interruption == Interruption::kill) return process_->kill();
    running_->started = services_.clock.steady_now() - timeout();  // as if it had passed
    timed_out();
  });
}

void ExecutionEnvironment::on_ready() {
  if (state_ == State::ending || state_ == State::ended) return;
  if (state_ == State::starting) {
    services_.interpreters.begin(family_);
    report_init("success");
    ready_since_ = services_.clock.steady_now();
    if (running_) return deliver();
    init_duration_ = services_.clock.steady_now() - init_started_;
  }
  state_ = State::idle;
  lingers_ = false;
  idle_since_ = services_.clock.steady_now();
  if (kept_ || is_inspected()) {
    timer_.cancel();
  } else {
    timer_.after(services_.options.idle_limit, [this] { stop(); });
  }
  owner_.on_idle(*this);
}

void ExecutionEnvironment::on_response(std::string payload) {
  if (!running_) return;
  InvocationResult result;
  result.payload = std::move(payload);
  finish(std::move(result), {});
}

void ExecutionEnvironment::on_error(std::string payload, std::string error_type) {
  if (!running_) return;
  InvocationResult result;
  result.status = InvocationResult::Status::function_error;
  result.payload = std::move(payload);
  result.error_type = std::move(error_type);
  // A handler's own error is no failure of the platform: REPORT has no status for it.
  finish(std::move(result), {});
}

// Writes the last lines, answers, and leaves the environment returning (or ending, if it is).
void ExecutionEnvironment::finish(InvocationResult result, std::string_view status) {
  if (process_) process_->drain();
  Running running = std::move(*std::exchange(running_, std::nullopt));
  const FunctionConfiguration& f = deployment_->configuration;
  result.request_id = running.invocation.request.request_id;
  result.executed_version = f.version;
  result.log_group = f.logging.group;
  result.log_stream = log_.stream();
  result.duration = std::min(services_.clock.steady_now() - running.started, timeout());
  const InvocationReport report{result.duration,
                                f.memory_megabytes,
                                peak_memory(),
                                std::exchange(init_duration_, std::nullopt),
                                status,
                                status == "error" ? result.error_type : std::string_view(),
                                status.empty() ? std::ssize(result.payload) : 0};
  log_.write_line(system_log_.end(result.request_id, report));
  log_.write_line(system_log_.report(result.request_id, report));
  std::string tail = log_.take_tail();
  if (running.invocation.request.wants_log_tail) result.log_tail = std::move(tail);
  if (state_ == State::invoking) wait_for_return(running.deadline);
  running.invocation.done(std::move(result));
}

// The answered invocation's time limit goes on until the process asks for the next one.
void ExecutionEnvironment::wait_for_return(core::SteadyTime deadline) {
  state_ = State::returning;
  timer_.after(kReturnGrace, [this, deadline] {
    lingers_ = true;
    const core::Duration left = deadline - services_.clock.steady_now();
    at_limit(std::max(left, core::Duration(0)), [this] { stop(); });
    owner_.on_lingering(*this);
  });
}

void ExecutionEnvironment::write_failure_lines(const InvocationFailure& failure,
                                               const std::string& request_id) {
  if (failure.error_type == "Sandbox.Timedout") {
    log_.write_line(system_log_.timed_out(request_id));
  } else if (failure.payload.empty()) {
    log_.write_line(system_log_.exited(failure_message(failure, request_id), failure.error_type));
  }
}

void ExecutionEnvironment::fail_running(const InvocationFailure& failure) {
  const std::string request_id = running_->invocation.request.request_id;
  if (process_) process_->drain();
  write_failure_lines(failure, request_id);
  InvocationResult result;
  result.status = InvocationResult::Status::function_error;
  result.error_type = failure.error_type;
  result.payload = failure_payload(failure, request_id);
  finish(std::move(result), failure.error_type == "Sandbox.Timedout" ? "timeout" : "error");
}

void ExecutionEnvironment::fail(Invocation invocation) {
  begin(std::move(invocation));
  timer_.cancel();
  fail_running(init_failure_.value_or(exit_failure({})));
}

void ExecutionEnvironment::on_init_error(std::string payload, std::string error_type) {
  if (state_ != State::starting) return;
  if (process_) process_->drain();
  fail_init({std::move(error_type), std::move(payload), {}}, "error");
  stop();
}

// Of the init phase alone the owner decides whom it fails; within an invocation it is that one.
void ExecutionEnvironment::fail_init(InvocationFailure failure, std::string_view status) {
  timer_.cancel();
  state_ = State::ending;
  report_init(status, failure.error_type);
  init_failure_ = std::move(failure);
  if (running_) return fail_running(*init_failure_);
  owner_.on_init_failed(*this);
}

void ExecutionEnvironment::report_init(std::string_view status, std::string_view error_type) {
  const core::Duration duration = services_.clock.steady_now() - init_started_;
  const auto lines = system_log_.init_end(init_phase_, {duration, status, error_type});
  if (process_ && !lines.empty()) process_->drain();
  for (const std::string& line : lines) log_.write_line(line);
}

void ExecutionEnvironment::init_timed_out() {
  state_ = State::ending;
  report_init("timeout");
  process_->kill();
  owner_.on_init_timed_out(*this);
}

void ExecutionEnvironment::timed_out() {
  state_ = State::ending;
  peak_memory();  // there is nothing to ask once it is killed
  if (process_) process_->kill();
  fail_running(timeout_failure(deployment_->configuration.timeout_seconds));
}

void ExecutionEnvironment::stop() {
  if (state_ == State::ended) return;
  timer_.cancel();
  state_ = State::ending;
  if (process_) return process_->kill();
  timer_.after(core::Duration(0), [this] { ended(); });  // it couldn't be started
}

void ExecutionEnvironment::abort() {
  log_.mute();
  stop();
  if (running_) fail_running(killed_failure());
}

void ExecutionEnvironment::on_exit(const ExitStatus& exit) {
  if (lost_spare()) return;
  if (peak_memory_bytes_ == 0) peak_memory_bytes_ = exit.peak_memory_bytes;
  lost(exit_failure(exit));
}

void ExecutionEnvironment::on_failed(std::string_view why) {
  if (!lost_spare()) lost(entrypoint_failure(fmt::format("Couldn't start {}", why)));
}

// Whether it was one that didn't know its function yet. Then another process starts.
bool ExecutionEnvironment::lost_spare() {
  if (state_ != State::starting || process_->is_assigned()) return false;
  lost_spare_ = std::move(process_);
  lost_spare_->close_port();
  launch();
  return true;
}

// There is no process any more.
void ExecutionEnvironment::lost(InvocationFailure failure) {
  const State before = std::exchange(state_, State::ending);
  timer_.cancel();
  if (before == State::starting) {
    fail_init(std::move(failure), "error");
  } else if (running_) {
    fail_running(failure);
  }
  ended();
}

void ExecutionEnvironment::ended() {
  state_ = State::ended;
  if (process_) process_->close_port();
  owner_.on_ended(*this);
}

std::int64_t ExecutionEnvironment::peak_memory() {
  if (process_ && process_->pid() > 0) {
    peak_memory_bytes_ = std::max(peak_memory_bytes_, peak_memory_bytes(process_->pid()));
  }
  return peak_memory_bytes_;
}

}  // namespace lambda_host
