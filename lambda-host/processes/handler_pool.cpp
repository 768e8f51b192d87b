#include "lambda-host/processes/handler_pool.h"

#include "core/api_error.h"
#include "core/uuid.h"
#include "lambda-host/processes/orphans.h"
#include "lambda-host/processes/pool_plan.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace lambda_host {
namespace {

using State = ExecutionEnvironment::State;

// Handlers' orphans end unnoticed; nobody minds zombies for this long.
constexpr core::Duration kReapInterval = std::chrono::seconds(1);

// One that is being killed holds no place: nobody should wait for that.
bool counts(const ExecutionEnvironment& environment) {
  return environment.state() != State::ending && environment.state() != State::ended;
}

PoolLoad measure(std::size_t queued,
                 const std::vector<std::unique_ptr<ExecutionEnvironment>>& environments,
                 std::size_t all) {
  PoolLoad load;
  load.queued = queued;
  load.all_processes = all;
  for (const auto& environment : environments) {
    const State state = environment->state();
    if (state == State::starting) ++load.starting;
    if (state == State::returning && !environment->lingers()) ++load.returning;
    if (counts(*environment)) ++load.processes;
  }
  return load;
}

// The one used last: its memory is warmest, and the others may come to their idle limit.
ExecutionEnvironment* warmest(
    const std::vector<std::unique_ptr<ExecutionEnvironment>>& environments) {
  ExecutionEnvironment* best = nullptr;
  for (const auto& environment : environments) {
    if (environment->state() != State::idle) continue;
    if (!best || environment->idle_since() > best->idle_since()) best = environment.get();
  }
  return best;
}

}  // namespace

HandlerPool::HandlerPool(boost::asio::io_context& io, FunctionRegistry& registry, HttpMount& mount,
                         LogSink& log, const core::Clock& clock, HostOptions options)
    : io_(io),
      registry_(registry),
      options_(std::move(options)),
      bootstrap_(options_.runtime_directory),
      interpreters_{options_.node_program, options_.python_program},
      services_{io, mount, log, clock, options_, interpreters_, bootstrap_.directory()},
      reap_timer_(io) {
  become_subreaper();
  registry_.set_listener(this);
}

HandlerPool::~HandlerPool() {
  registry_.set_listener(nullptr);
  *alive_ = false;
  // What is answered now may invoke again: there is nobody to run it.
  for (auto& [revision, group] : groups_) group.queue.clear();
}

void HandlerPool::invoke(InvocationRequest request, InvocationDone done) {
  const DeploymentPtr deployment =
      registry_.require(request.scope, request.function,
                        request.qualifier.empty() ? kLatestVersion : request.qualifier);
  Group& group = group_of(deployment);
  if (group.queue.size() >= options_.limits.queued_per_function) {
    throw core::ApiError(core::ErrorCode::too_many_requests, "Rate Exceeded.",
                         R"("Reason":"ConcurrentInvocationLimitExceeded")");
  }
  if (request.request_id.empty()) request.request_id = core::random_uuid();
  enqueue(group, {std::move(request), std::move(done)});
}

HandlerPool::Group& HandlerPool::group_of(const DeploymentPtr& deployment) {
  Group& group = groups_[deployment->configuration.revision_id];
  if (!group.deployment) group.deployment = deployment;
  return group;
}

HandlerPool::Group& HandlerPool::group_of(const ExecutionEnvironment& environment) {
  return groups_.at(environment.deployment()->configuration.revision_id);
}

void HandlerPool::enqueue(Group& group, Invocation invocation) {
  group.queue.push_back(std::move(invocation));
  deal(group);
}

// Idle processes take what waits; then as many are started as are missing.
void HandlerPool::deal(Group& group) {
  while (!group.queue.empty()) {
    ExecutionEnvironment* environment = warmest(group.environments);
    if (!environment) break;
    Invocation invocation = std::move(group.queue.front());
    group.queue.pop_front();
    environment->invoke(std::move(invocation));
  }
  if (!group.queue.empty()) start_processes(group);
  if (group.retired && group.queue.empty()) stop_idle(group);
}

void HandlerPool::start_processes(Group& group) {
  const auto load = [&] {
    return measure(group.queue.size(), group.environments, process_count());
  };
  evict(processes_to_evict(load(), options_.limits));
  for (std::size_t n = processes_to_start(load(), options_.limits); n > 0; --n) {
    add_environment(group).start();
  }
}

ExecutionEnvironment& HandlerPool::add_environment(Group& group) {
  return *group.environments.emplace_back(
      std::make_unique<ExecutionEnvironment>(services_, group.deployment, *this));
}

void HandlerPool::evict(std::size_t count) {
  for (; count > 0; --count) {
    ExecutionEnvironment* coldest = nullptr;
    for (auto& [revision, group] : groups_) {
      for (const auto& environment : group.environments) {
        if (environment->state() != State::idle) continue;
        if (!coldest || environment->idle_since() < coldest->idle_since()) {
          coldest = environment.get();
        }
      }
    }
    if (!coldest) return;
    coldest->stop();
  }
}

std::size_t HandlerPool::process_count() const {
  std::size_t count = 0;
  for (const auto& [revision, group] : groups_) {
    for (const auto& environment : group.environments) count += counts(*environment) ? 1 : 0;
  }
  return count;
}

void HandlerPool::stop_idle(Group& group) {
  for (const auto& environment : group.environments) {
    if (environment->state() == State::idle) environment->stop();
  }
}

void HandlerPool::retired(const Deployment& deployment) {
  const auto found = groups_.find(deployment.configuration.revision_id);
  if (found == groups_.end()) return;
  Group& old = found->second;
  old.retired = true;
  const DeploymentPtr current =
      registry_.find(deployment.configuration.scope, deployment.configuration.name);
  if (current) {
    Group& group = group_of(current);
    for (Invocation& invocation : std::exchange(old.queue, {})) {
      enqueue(group, std::move(invocation));
    }
  }
  stop_idle(old);
  if (old.environments.empty() && old.queue.empty()) groups_.erase(found);
}

void HandlerPool::on_idle(ExecutionEnvironment& environment) {
  deal(group_of(environment));
}

void HandlerPool::on_init_failed(ExecutionEnvironment& environment) {
  Group& group = group_of(environment);
  if (group.queue.empty()) return;
  Invocation invocation = std::move(group.queue.front());
  group.queue.pop_front();
  environment.fail(std::move(invocation));
}

void HandlerPool::on_init_timed_out(ExecutionEnvironment& environment) {
  Group& group = group_of(environment);
  if (group.queue.empty()) return;
  Invocation invocation = std::move(group.queue.front());
  group.queue.pop_front();
  add_environment(group).start(std::move(invocation));
}

void HandlerPool::on_lingering(ExecutionEnvironment& environment) {
  deal(group_of(environment));
}

void HandlerPool::on_ended(ExecutionEnvironment& environment) {
  auto& environments = group_of(environment).environments;
  const auto found = std::find_if(environments.begin(), environments.end(),
                                  [&](const auto& e) { return e.get() == &environment; });
  ended_.push_back(std::move(*found));
  environments.erase(found);
  if (ended_.size() > 1) return;  // a sweep is on its way
  post_call(io_, [this, alive = alive_] {
    if (*alive) sweep();
  });
}

// There may be room for processes of any function now.
void HandlerPool::sweep() {
  ended_.clear();
  reap_timer_.after(kReapInterval, [this] { reap_orphans(); });
  for (auto& [revision, group] : groups_) deal(group);
  std::erase_if(groups_, [](const auto& entry) {
    const Group& group = entry.second;
    return group.environments.empty() && group.queue.empty();
  });
}

void HandlerPool::reap_orphans() {
  last_reap_ = services_.clock.now();
  std::set<pid_t> awaited;
  for (const auto& [revision, group] : groups_) {
    for (const auto& environment : group.environments) awaited.insert(environment->pid());
  }
  reap_children_except(awaited);
}

}  // namespace lambda_host
