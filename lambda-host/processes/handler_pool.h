#pragma once

#include "core/clock.h"
#include "core/scope_filter.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/invoker.h"
#include "lambda-host/logs/log_sink.h"
#include "lambda-host/processes/bootstrap_files.h"
#include "lambda-host/processes/child_watch.h"
#include "lambda-host/processes/concurrency_meter.h"
#include "lambda-host/processes/execution_environment.h"
#include "lambda-host/processes/host_options.h"
#include "lambda-host/processes/host_services.h"
#include "lambda-host/processes/http_mount.h"
#include "lambda-host/processes/orphans.h"
#include "lambda-host/processes/pool_plan.h"
#include "lambda-host/processes/provisioning.h"
#include "lambda-host/processes/spare_processes.h"
#include "lambda-host/worker_pool.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace lambda_host {

// All handler processes. Warm ones are used again, one invocation at a time; when all are busy more
// are started, and beyond the limits invocations wait in order. Functions that want a process when
// there is no place for another one stand in a line: a process that becomes free makes room for the
// first of them, whichever function it runs. Belongs to the thread of `io`.
class HandlerPool : public Invoker, public DeploymentListener, public ExecutionEnvironment::Owner {
 public:
  // Everything given must outlive the pool, but for the options. Becomes the registry's listener,
  // and the process the subreaper of its descendants: nobody else in it may wait for any child.
  HandlerPool(boost::asio::io_context& io, FunctionRegistry& registry, HttpMount& mount,
              LogSink& log, const core::Clock& clock, const BootstrapFiles& bootstrap,
              HostOptions options);
  // Kills every handler process. Invocations that run or wait by then are never answered.
  ~HandlerPool() override;

  void invoke(InvocationRequest request, InvocationDone done) override;
  // Starts a process if the deployment has none, and may have one, and there is room ahead. Of
  // those that were never used there are at most as many as one function may have. Does nothing
  // where no spare processes are wanted.
  void warm(const core::Scope& scope, const core::FunctionName& function,
            const std::string& qualifier) override;

  // A spare process of its runtime will wait for it, or its own if it is inspected.
  void deployed(const DeploymentPtr& deployment) override;
  void pointed_at(const DeploymentPtr& deployment) override;
  // Running invocations end on the old deployment; waiting ones go to the new, if there is one.
  void retired(const Deployment& deployment) override;

  // The same, and a process of the new code starts if there were some of the old: whoever edits
  // invokes again.
  void reloaded(const Deployment& before, const DeploymentPtr& after) override;
  void demand_changed(const core::Scope& scope, const core::FunctionName& function) override;
  ProvisionedStatus provisioned_status(const Deployment& deployment) const override;

  // For whoever else starts processes, since nobody but this thread may have children. It is the
  // pool's, and waits for what was begun when that ends.
  WorkerPool& starter() { return starter_; }
  // Children of this process that somebody else waits for, by their ids, asked after each child's
  // end: they aren't taken for what handlers left behind.
  void expect_children(std::function<std::set<pid_t>()> others) {
    other_children_ = std::move(others);
  }
  // For the endpoint that is known only once the server listens. Seen by processes started later.
  void set_endpoint_url(std::string url) { options_.endpoint_url = std::move(url); }
  // Starts the processes that provisioned concurrency of before asks for, and spare ones for the
  // functions that there are.
  void resume();

  // pool_reset.cpp: ends the processes of these scopes, whatever they are doing, without another
  // line in their logs. What runs or waits fails within this call. Answers how many it ended.
  std::size_t end_all(const core::ScopeFilter& scopes);

  // Processes of functions that run and aren't being killed.
  std::size_t process_count() const;
  // Those that wait for a function, likewise.
  std::size_t spare_count() const { return spares_.count(); }

 private:
  // One deployment of a function. It stands in the line while it has a queue.
  struct Group {
    DeploymentPtr deployment;
    bool retired = false;
    std::deque<Invocation> queue;
    std::size_t queued_bytes = 0;
    core::SteadyTime waits_since;  // it came into the line then, or had one of its queue dealt
  };

  void on_idle(ExecutionEnvironment& environment) override;
  void on_init_failed(ExecutionEnvironment& environment) override;
  void on_init_timed_out(ExecutionEnvironment& environment) override;
  void on_lingering(ExecutionEnvironment& environment) override;
  void on_ended(ExecutionEnvironment& environment) override;

  void check_concurrency(const InvocationRequest& request, const Deployment& deployment) const;
  InvocationDone metered(const InvocationRequest& request, const Deployment& deployment,
                         InvocationDone done);
  core::MemoryBudget::Share require_room(const Group& group, const InvocationRequest& request);
  Group& group_of(const DeploymentPtr& deployment);
  Group& group_of(const ExecutionEnvironment& environment);
  ExecutionEnvironment& add_environment(const Group& group);
  void enqueue(Group& group, Invocation invocation);
  Invocation take_first(Group& group);
  std::vector<Invocation> take_waiting(const core::ScopeFilter& scopes);
  void leave_line(const Group& group);
  PoolLoad load_of(const Group& group) const;
  ExecutionEnvironment* best_idle_of(const Group& group) const;
  bool stop_coldest();
  void deal(Group& group);
  Group* first_in_line() const;
  void serve_line();
  bool made_room(ExecutionEnvironment& environment);
  void stop_idle(const Group& group);
  void forget_if_unused(std::uint64_t deployment);
  void sweep();

  // pool_provisioning.cpp

  std::size_t kept_count(const Provisioning::Demand& demand) const;
  std::size_t kept_count() const;
  // How many are to be kept for it, were it alone.
  std::size_t wanted_count(const Provisioning::Demand& demand) const;
  const Provisioning::Demand* unmet_demand() const;
  // Starts as many processes as are to be kept and aren't there, while there are places or idle
  // processes that can give theirs up.
  void keep_processes();
  // The reverse.
  void let_go();

  // pool_spares.cpp

  void warm(const DeploymentPtr& deployment);
  std::size_t unused_count() const;
  std::size_t starting_count(RuntimeFamily family) const;
  // Ends spares that are beyond the limit of all processes, or starts those that are missing.
  void tend_spares();

  // pool_inspected.cpp

  ExecutionEnvironment* holder_of_port(const Deployment& deployment) const;
  void free_ports();
  // Starts the process of each function that is inspected and has none.
  void start_inspected();
  void note_failed(const Deployment& deployment);

  void look_for_orphans();
  std::set<pid_t> expected_children() const;

  boost::asio::io_context& io_;
  FunctionRegistry& registry_;
  HostOptions options_;
  WorkerPool starter_;  // outlives all that it starts
  InterpreterSearch interpreters_;
  OptNamespace opt_;
  HostServices services_;
  SpareProcesses spares_;
  std::map<std::uint64_t, Group> groups_;  // by the deployment's id
  std::vector<Group*> line_;               // those with a queue, the one that waits longest first
  std::vector<std::unique_ptr<ExecutionEnvironment>> environments_;
  // Kept until the loop's next turn, since they end within their own calls.
  std::vector<std::unique_ptr<ExecutionEnvironment>> ended_;
  std::function<std::set<pid_t>()> other_children_;
  OrphanReaper orphans_;
  // A look is to come, and sees all that has ended until now.
  std::shared_ptr<std::atomic<bool>> looks_soon_ = std::make_shared<std::atomic<bool>>(false);
  ChildWatch child_watch_;
  ConcurrencyMeter running_;
  ConcurrencyMeter unprovisioned_;  // of those, the ones that no provisioned concurrency is for
  Provisioning provisioning_;
  // Of those that are inspected, the deployments that couldn't begin.
  std::map<std::string, std::uint64_t> failed_inspected_;
  std::mt19937_64 random_{std::random_device()()};  // deals an alias's invocations to its versions
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lambda_host
