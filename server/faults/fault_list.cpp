#include "server/faults/fault_list.h"

#include "core/api_error.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace server::faults {
namespace {

const OperationFault* operation_of(const Fault& fault) {
  return std::get_if<OperationFault>(&fault.settings.what);
}

[[noreturn]] void refuse_another() {
  throw core::ApiError(
      core::ErrorCode::too_many_requests,
      fmt::format("There are {} faults that aren't used up: delete some.", FaultList::kMaxFaults));
}

}  // namespace

std::optional<std::uint64_t> Fault::remaining() const {
  if (settings.turns.probability) return std::nullopt;
  return settings.turns.times - done;
}

const Fault& FaultList::add(FaultSettings settings) {
  if (faults_.size() >= kMaxFaults) {
    const auto used_up = std::find_if(faults_.begin(), faults_.end(),
                                      [](const auto& each) { return each.second.is_used_up(); });
    if (used_up == faults_.end()) refuse_another();
    faults_.erase(used_up);
  }
  Fault fault;
  fault.id = next_++;
  fault.dice = Dice(settings.turns.seed);
  fault.settings = std::move(settings);
  const FaultId id = fault.id;
  const Fault& added = faults_.emplace(id, std::move(fault)).first->second;
  count_operations();
  return added;
}

bool FaultList::remove(FaultId id, const core::ScopeFilter& scopes) {
  const auto found = faults_.find(id);
  if (found == faults_.end() || !found->second.settings.scopes.meets(scopes)) return false;
  faults_.erase(found);
  count_operations();
  return true;
}

std::size_t FaultList::clear(const core::ScopeFilter& scopes) {
  const std::size_t removed = std::erase_if(
      faults_, [&](const auto& each) { return scopes.contains(each.second.settings.scopes); });
  count_operations();
  return removed;
}

void FaultList::count_operations() {
  operations_ =
      static_cast<std::size_t>(std::count_if(faults_.begin(), faults_.end(), [](const auto& each) {
        return operation_of(each.second) && !each.second.is_used_up();
      }));
}

bool FaultList::may_befall(const core::Scope& scope, AwsService service,
                           std::string_view operation) const {
  return std::any_of(faults_.begin(), faults_.end(), [&](const auto& each) {
    const OperationFault* const what = operation_of(each.second);
    return what && what->service == service && what->operation == operation &&
           each.second.settings.scopes.covers(scope) && !each.second.is_used_up();
  });
}

const Fault* FaultList::take(const CallView& call) {
  return take_first([&](const Fault& fault) { return fits(fault.settings, call); });
}

std::optional<lambda_host::DeliveryEffect> FaultList::take(const core::MappingId& mapping,
                                                           lambda_host::DeliveryMoment moment) {
  const Fault* const fault = take_first([&](const Fault& each) {
    const auto* const what = std::get_if<DeliveryFault>(&each.settings.what);
    return what && what->mapping == mapping && moment_of(what->effect) == moment;
  });
  if (!fault) return std::nullopt;
  const auto effect = std::get<DeliveryFault>(fault->settings.what).effect;
  spdlog::info("fault {}: mapping {} meets {}", fault->id, mapping.get(), wire_name(effect));
  return effect;
}

void FaultList::note_done(FaultId id) {
  Fault& fault = faults_.at(id);
  ++fault.matched;
  ++fault.done;
  fault.last = clock_.now();
}

template <class Fits>
const Fault* FaultList::take_first(Fits fits) {
  for (auto& [id, fault] : faults_) {
    if (fault.is_used_up() || !fits(fault) || !has_turn(fault)) continue;
    ++fault.done;
    fault.last = clock_.now();
    if (fault.is_used_up()) count_operations();
    return &fault;
  }
  return nullptr;
}

bool FaultList::has_turn(Fault& fault) {
  ++fault.matched;
  const Turns& turns = fault.settings.turns;
  return !turns.probability || fault.dice.next() < *turns.probability;
}

}  // namespace server::faults
