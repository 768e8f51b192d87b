#include "lambda-host/processes/spare_processes.h"

#include "lambda-host/processes/launch.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace lambda_host {

// One that nobody has taken yet.
class SpareProcesses::Spare : public RuntimeProcess::Owner {
 public:
  Spare(SpareProcesses& all, SpareKind kind)
      : all_(all),
        kind_(kind),
        process_(std::make_unique<RuntimeProcess>(
            all.services_, RuntimeProcess::Kind::spare, make_secret(),
            [&](const std::string& runtime_api) {
              const HostServices& s = all.services_;
              return make_spare_launch(kind.family, s.options, s.interpreters.found(),
                                       {s.bootstrap.directory(),
                                        runtime_api,
                                        {},
                                        false,
                                        kind.enclosed ? s.opt.without_mount() : OptMount{}});
            },
            *this)),
        idle_(all.services_.io) {
    idle_.after(all.services_.options.idle_limit, [this] { all_.end(*this); });
  }

  SpareKind kind() const { return kind_; }
  RuntimeProcess& process() { return *process_; }
  const RuntimeProcess& process() const { return *process_; }
  std::unique_ptr<RuntimeProcess> release() {
    idle_.cancel();
    return std::move(process_);
  }

 private:
  void on_output(std::string_view) override {}
  void on_request(core::HttpRequest, core::HttpReply reply) override {
    reply({404, "text/plain", {}, "404 page not found\n"});
  }
  void on_started() override {}
  void on_exit(const ExitStatus&) override { gone(); }
  void on_failed(std::string_view) override { gone(); }
  void gone() {
    idle_.cancel();
    all_.ended(*this);
  }

  SpareProcesses& all_;
  SpareKind kind_;
  std::unique_ptr<RuntimeProcess> process_;
  Timer idle_;
};

namespace {

// nullptr when it isn't among them.
template <class Spares, class Spare>
typename Spares::value_type take_out(Spares& spares, const Spare& spare) {
  const auto found = std::find_if(spares.begin(), spares.end(),
                                  [&](const auto& each) { return each.get() == &spare; });
  if (found == spares.end()) return nullptr;
  auto taken = std::move(*found);
  spares.erase(found);
  return taken;
}

}  // namespace

SpareProcesses::SpareProcesses(const HostServices& services, std::size_t wanted)
    : services_(services),
      plans_{
          {{RuntimeFamily::node, false},   SparePlan(wanted)},
          {{RuntimeFamily::node, true},    SparePlan(wanted)},
          {{RuntimeFamily::python, false}, SparePlan(wanted)},
          {{RuntimeFamily::python, true},  SparePlan(wanted)}
},
      sweep_(services.io) {}

SpareProcesses::~SpareProcesses() = default;

void SpareProcesses::wake(SpareKind kind) {
  const auto plan = plans_.find(kind);
  if (plan != plans_.end()) plan->second.wake();
}

SpareProcesses::Spares::const_iterator SpareProcesses::find(SpareKind kind) const {
  return std::find_if(waiting_.begin(), waiting_.end(),
                      [&](const auto& spare) { return spare->kind() == kind; });
}

const RuntimeProcess* SpareProcesses::first(SpareKind kind) const {
  const auto found = find(kind);
  return found == waiting_.end() ? nullptr : &(*found)->process();
}

std::unique_ptr<RuntimeProcess> SpareProcesses::take(SpareKind kind) {
  const auto found = find(kind);
  if (found == waiting_.end()) return nullptr;
  auto process = (*found)->release();
  waiting_.erase(found);
  return process;
}

bool SpareProcesses::lacks(SpareKind kind) const {
  const auto plan = plans_.find(kind);
  return plan != plans_.end() && plan->second.lacks(count(kind));
}

void SpareProcesses::replenish(SpareKind kind, std::size_t starting, std::size_t processes) {
  const SparePlan& plan = plans_.at(kind);
  const auto load = [&] { return SpareLoad{count(kind), starting, processes + count()}; };
  while (plan.wants_spare(load(), services_.options.limits)) start(kind);
}

// Whoever needs a process of the kind is told what is wrong by the one that is started for it.
void SpareProcesses::start(SpareKind kind) {
  try {
    services_.bootstrap.restore();
    waiting_.push_back(std::make_unique<Spare>(*this, kind));
  } catch (const std::runtime_error&) {
    plans_.at(kind).rest();
  }
}

bool SpareProcesses::give_way() {
  if (waiting_.empty()) return false;
  waiting_.front()->process().kill();
  ending_.push_back(std::move(waiting_.front()));
  waiting_.erase(waiting_.begin());
  return true;
}

void SpareProcesses::stop() {
  while (give_way()) {
  }
}

void SpareProcesses::clear() {
  stop();
  ending_.clear();
  ended_.clear();
}

void SpareProcesses::end(Spare& spare) {
  plans_.at(spare.kind()).rest();
  spare.process().kill();
  ending_.push_back(take_out(waiting_, spare));
}

void SpareProcesses::ended(Spare& spare) {
  auto gone = take_out(ending_, spare);
  if (!gone) {
    plans_.at(spare.kind()).rest();
    gone = take_out(waiting_, spare);
  }
  ended_.push_back(std::move(gone));
  sweep_.after(core::Duration(0), [this] { ended_.clear(); });
}

std::size_t SpareProcesses::count(SpareKind kind) const {
  return static_cast<std::size_t>(std::count_if(
      waiting_.begin(), waiting_.end(), [&](const auto& spare) { return spare->kind() == kind; }));
}

std::set<pid_t> SpareProcesses::keepers() const {
  std::set<pid_t> pids;
  for (const auto* spares : {&waiting_, &ending_, &ended_}) {
    for (const auto& spare : *spares) pids.insert(spare->process().keeper());
  }
  return pids;
}

}  // namespace lambda_host
