#include "lambda-host/processes/handler_pool.h"

#include "core/api_error.h"
#include "core/uuid.h"
#include "lambda-host/functions/concurrency.h"
#include "lambda-host/functions/provisioned_concurrency.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace lambda_host {
namespace {

using State = ExecutionEnvironment::State;

bool is_idle(const std::unique_ptr<ExecutionEnvironment>& environment) {
  return environment->state() == State::idle;
}

// Whether it may end for another function's sake.
bool is_spare(const std::unique_ptr<ExecutionEnvironment>& environment) {
  return is_idle(environment) && !environment->kept() && !environment->is_inspected();
}

bool idle_for_longer(const std::unique_ptr<ExecutionEnvironment>& a,
                     const std::unique_ptr<ExecutionEnvironment>& b) {
  return a->idle_since() < b->idle_since();
}

bool is_better(const ExecutionEnvironment& a, const ExecutionEnvironment& b) {
  return std::pair(a.kept(), a.idle_since()) > std::pair(b.kept(), b.idle_since());
}

std::size_t bytes_of(const InvocationRequest& request) {
  return request.payload.size() + request.client_context.size();
}

}  // namespace

HandlerPool::HandlerPool(boost::asio::io_context& io, FunctionRegistry& registry, HttpMount& mount,
                         LogSink& log, const core::Clock& clock, const BootstrapFiles& bootstrap,
                         HostOptions options)
    : io_(io),
      registry_(registry),
      options_(std::move(options)),
      starter_(io, 1),
      interpreters_(io, starter_, options_, bootstrap.directory()),
      opt_(starter_),
      services_{io, mount, log, clock, options_, interpreters_, bootstrap, spares_, starter_, opt_},
      spares_(services_, options_.spare_processes),
      orphans_(bootstrap.directory()),
      child_watch_(io, [this] { look_for_orphans(); }),
      provisioning_(registry) {
  registry_.set_listener(this);
}

HandlerPool::~HandlerPool() {
  registry_.set_listener(nullptr);
  *alive_ = false;
  // What is answered now may invoke again: there is nobody to run it.
  for (auto& [id, group] : groups_) group.queue.clear();
  line_.clear();
  // All at once, before each is waited for.
  spares_.stop();
  for (const auto& environment : environments_) environment->stop();
  environments_.clear();
  ended_.clear();
  spares_.clear();
  interpreters_.clear();
  // Of keepers that had to be killed, if there were any.
  orphans_.clear_all();
}

void HandlerPool::invoke(InvocationRequest request, InvocationDone done) {
  const DeploymentPtr deployment =
      registry_.route(request.scope, request.function,
                      request.qualifier.empty() ? kLatestVersion : request.qualifier,
                      std::generate_canonical<double, 53>(random_));
  check_concurrency(request, *deployment);
  Group& group = group_of(deployment);
  auto memory = require_room(group, request);
  if (request.request_id.empty()) request.request_id = core::random_uuid();
  done = metered(request, *deployment, std::move(done));
  enqueue(group, {std::move(request), std::move(done), std::move(memory)});
}

// Throws ApiError when too many invocations wait, or too much that they bring.
core::MemoryBudget::Share HandlerPool::require_room(const Group& group,
                                                    const InvocationRequest& request) {
  const PoolLimits& limits = options_.limits;
  const std::size_t bytes = bytes_of(request);
  core::MemoryBudget::Share memory(options_.memory);
  const bool has_room = group.queue.size() < limits.queued_per_function &&
                        group.queued_bytes + bytes <= limits.queued_bytes_per_function &&
                        memory.reach(bytes);
  if (has_room) return memory;
  throw core::ApiError(core::ErrorCode::too_many_requests, "Rate Exceeded.",
                       R"("Reason":"ConcurrentInvocationLimitExceeded")");
}

// Nothing waits for a reserved concurrency, as on AWS: what is beyond it is refused. What is
// provisioned of it is for those versions alone.
void HandlerPool::check_concurrency(const InvocationRequest& request,
                                    const Deployment& deployment) const {
  const ConcurrencyMeter::Function function{request.scope, request.function};
  const auto reserved = reserved_concurrency(registry_, request.scope, request.function);
  if (!reserved) return;
  const auto limit = static_cast<std::size_t>(*reserved);
  const auto provisioned =
      static_cast<std::size_t>(total_provisioned(registry_, request.scope, request.function));
  const bool has_room =
      running_.count(function) < limit && (provisioning_.find(deployment.id) != nullptr ||
                                           unprovisioned_.count(function) + provisioned < limit);
  if (has_room) return;
  throw core::ApiError(core::ErrorCode::too_many_requests, "Rate Exceeded.",
                       R"("Reason":"ReservedFunctionConcurrentInvocationLimitExceeded")");
}

InvocationDone HandlerPool::metered(const InvocationRequest& request, const Deployment& deployment,
                                    InvocationDone done) {
  ConcurrencyMeter::Function function{request.scope, request.function};
  const bool provisioned = provisioning_.find(deployment.id) != nullptr;
  running_.begin(function);
  if (!provisioned) unprovisioned_.begin(function);
  return [this, alive = alive_, function = std::move(function), provisioned,
          done = std::move(done)](InvocationResult result) {
    if (*alive) running_.end(function);
    if (*alive && !provisioned) unprovisioned_.end(function);
    done(std::move(result));
  };
}

HandlerPool::Group& HandlerPool::group_of(const DeploymentPtr& deployment) {
  Group& group = groups_[deployment->id];
  if (!group.deployment) group.deployment = deployment;
  return group;
}

HandlerPool::Group& HandlerPool::group_of(const ExecutionEnvironment& environment) {
  return groups_.at(environment.deployment()->id);
}

void HandlerPool::enqueue(Group& group, Invocation invocation) {
  if (group.queue.empty()) {
    group.waits_since = services_.clock.steady_now();
    line_.push_back(&group);
  }
  group.queued_bytes += bytes_of(invocation.request);
  group.queue.push_back(std::move(invocation));
  deal(group);
  serve_line();
}

// Needs a queue. What is left of it goes to the line's end.
Invocation HandlerPool::take_first(Group& group) {
  Invocation first = std::move(group.queue.front());
  group.queue.pop_front();
  group.queued_bytes -= bytes_of(first.request);
  leave_line(group);
  if (!group.queue.empty()) {
    group.waits_since = services_.clock.steady_now();
    line_.push_back(&group);
  }
  return first;
}

void HandlerPool::leave_line(const Group& group) {
  line_.erase(std::find(line_.begin(), line_.end(), &group));
}

PoolLoad HandlerPool::load_of(const Group& group) const {
  PoolLoad load;
  load.queued = group.queue.size();
  for (const auto& environment : environments_) {
    if (environment->deployment() != group.deployment) continue;
    const State state = environment->state();
    if (state == State::starting && !environment->kept()) ++load.starting;
    if (state == State::returning && !environment->lingers()) ++load.returning;
    if (environment->holds_place()) ++load.processes;
  }
  return load;
}

// One that is kept, if there is one, as on AWS; then the idle one used last: its memory is warmest,
// and the others may come to their idle limit.
ExecutionEnvironment* HandlerPool::best_idle_of(const Group& group) const {
  ExecutionEnvironment* best = nullptr;
  for (const auto& environment : environments_) {
    if (!is_idle(environment) || environment->deployment() != group.deployment) continue;
    if (!best || is_better(*environment, *best)) best = environment.get();
  }
  return best;
}

// Idle processes take what waits.
void HandlerPool::deal(Group& group) {
  while (!group.queue.empty()) {
    ExecutionEnvironment* environment = best_idle_of(group);
    if (!environment) break;
    environment->invoke(take_first(group));
  }
  if (group.retired && group.queue.empty()) stop_idle(group);
}

// Those that will soon have a process for each invocation are passed over: each has one already, so
// they aren't many.
HandlerPool::Group* HandlerPool::first_in_line() const {
  const auto found = std::find_if(line_.begin(), line_.end(), [this](const Group* group) {
    return wants_process(load_of(*group), options_.limits) && !holder_of_port(*group->deployment);
  });
  return found == line_.end() ? nullptr : *found;
}

// Starts as many processes as are missing, in the line's order, while there are places or idle
// processes that can give theirs up.
void HandlerPool::serve_line() {
  free_ports();
  while (const Group* group = first_in_line()) {
    if (process_count() >= options_.limits.total && !stop_coldest()) break;
    add_environment(*group).start();
  }
  tend_spares();
}

bool HandlerPool::stop_coldest() {
  const auto coldest = std::min_element(
      environments_.begin(), environments_.end(), [](const auto& a, const auto& b) {
        return is_spare(a) && (!is_spare(b) || idle_for_longer(a, b));
      });
  if (coldest == environments_.end() || !is_spare(*coldest)) return false;
  (*coldest)->stop();
  return true;
}

ExecutionEnvironment& HandlerPool::add_environment(const Group& group) {
  return *environments_.emplace_back(
      std::make_unique<ExecutionEnvironment>(services_, group.deployment, *this));
}

std::size_t HandlerPool::process_count() const {
  return static_cast<std::size_t>(std::count_if(environments_.begin(), environments_.end(),
                                                [](const auto& e) { return e->holds_place(); }));
}

void HandlerPool::stop_idle(const Group& group) {
  for (const auto& environment : environments_) {
    if (is_idle(environment) && environment->deployment() == group.deployment) environment->stop();
  }
}

void HandlerPool::forget_if_unused(std::uint64_t deployment) {
  const auto found = groups_.find(deployment);
  if (found == groups_.end() || !found->second.queue.empty()) return;
  const bool used = std::any_of(environments_.begin(), environments_.end(), [&](const auto& e) {
    return e->deployment() == found->second.deployment;
  });
  if (!used) groups_.erase(found);
}

void HandlerPool::retired(const Deployment& deployment) {
  demand_changed(deployment.configuration.scope, deployment.configuration.name);
  const auto found = groups_.find(deployment.id);
  if (found == groups_.end()) return;
  Group& old = found->second;
  old.retired = true;
  const FunctionConfiguration& f = deployment.configuration;
  const DeploymentPtr current = registry_.find(f.scope, f.name, f.version);
  if (current && !old.queue.empty()) {
    leave_line(old);
    Group& group = group_of(current);
    old.queued_bytes = 0;
    for (Invocation& invocation : std::exchange(old.queue, {})) {
      enqueue(group, std::move(invocation));
    }
  }
  stop_idle(old);
  forget_if_unused(found->first);
}

void HandlerPool::reloaded(const Deployment& before, const DeploymentPtr& after) {
  const bool was_used = groups_.count(before.id) != 0;
  retired(before);
  if (was_used) warm(after);
}

// A function that waits without a place for its process comes before this one's queue, once it has
// waited long enough. Where this one's stands before it, the place would be this one's again.
bool HandlerPool::made_room(ExecutionEnvironment& environment) {
  if (environment.kept() || environment.is_inspected()) return false;
  if (process_count() < options_.limits.total) return false;
  const Group* rival = first_in_line();
  const Group& own = group_of(environment);
  if (!rival || rival == &own) return false;
  const auto own_place = std::find(line_.begin(), line_.end(), &own);
  if (std::find(own_place, line_.end(), rival) != line_.end()) return false;
  const core::SteadyTime now = services_.clock.steady_now();
  if (!makes_room(own.queue.size(), now - rival->waits_since, now - environment.ready_since())) {
    return false;
  }
  environment.stop();
  return true;
}

void HandlerPool::on_idle(ExecutionEnvironment& environment) {
  if (!made_room(environment)) deal(group_of(environment));
  serve_line();
  keep_processes();
}

// No invocation waits for a process that is kept: one that fails fails nobody's.
void HandlerPool::on_init_failed(ExecutionEnvironment& environment) {
  note_failed(*environment.deployment());
  if (environment.kept()) return provisioning_.fail(environment.deployment()->id);
  Group& group = group_of(environment);
  if (!group.queue.empty()) environment.fail(take_first(group));
}

void HandlerPool::on_init_timed_out(ExecutionEnvironment& environment) {
  if (environment.kept()) return provisioning_.fail(environment.deployment()->id);
  Group& group = group_of(environment);
  if (!group.queue.empty()) add_environment(group).start(take_first(group));
  tend_spares();
}

void HandlerPool::on_lingering(ExecutionEnvironment&) {
  serve_line();
}

void HandlerPool::on_ended(ExecutionEnvironment& environment) {
  const auto found = std::find_if(environments_.begin(), environments_.end(),
                                  [&](const auto& e) { return e.get() == &environment; });
  ended_.push_back(std::move(*found));
  environments_.erase(found);
  if (ended_.size() > 1) return;  // a sweep is on its way
  post_call(io_, [this, alive = alive_] {
    if (*alive) sweep();
  });
}

// There may be room for processes of any function now.
void HandlerPool::sweep() {
  for (const auto& environment : ended_) {
    forget_if_unused(environment->deployment()->id);
  }
  ended_.clear();
  serve_line();
  keep_processes();
  start_inspected();
}

// On the thread that starts processes, no child is just being born, and those that were born before
// are known to whoever wanted them when the list comes back.
void HandlerPool::look_for_orphans() {
  if (looks_soon_->exchange(true)) return;
  const auto children = std::make_shared<std::vector<pid_t>>();
  starter_.run(
      [children, looks_soon = looks_soon_] {
        *looks_soon = false;
        *children = own_children();
      },
      [this, alive = alive_, children] {
        if (*alive) orphans_.clear(*children, expected_children());
      });
}

std::set<pid_t> HandlerPool::expected_children() const {
  std::set<pid_t> expected = interpreters_.keepers();
  expected.merge(spares_.keepers());
  for (const auto& environment : environments_) expected.insert(environment->keeper());
  for (const auto& environment : ended_) expected.insert(environment->keeper());
  if (other_children_) expected.merge(other_children_());
  return expected;
}

}  // namespace lambda_host
