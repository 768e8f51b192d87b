#pragma once

#include "core/clock.h"
#include "server/faults/dice.h"
#include "server/faults/fault.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

namespace server::faults {

using FaultId = std::uint64_t;

// A fault, and what it has done so far.
struct Fault {
  FaultId id = 0;
  FaultSettings settings;
  std::uint64_t matched = 0;           // it could have come about so often
  std::uint64_t done = 0;              // and did
  std::optional<core::WallTime> last;  // when it did last
  Dice dice{0};

  // nullopt: it has no end.
  std::optional<std::uint64_t> remaining() const;
  bool is_used_up() const { return remaining() == 0; }
};

// All faults, in memory only: a restart is without any. One that is used up stays to be looked at
// until it is removed. One thing meets one fault: of those that fit, the one that was set first and
// has its turn. Decides, and does nothing. Engine thread only.
class FaultList : public lambda_host::DeliveryFaults {
 public:
  // A further one takes the place of the oldest that is used up.
  static constexpr std::size_t kMaxFaults = 1000;

  explicit FaultList(const core::Clock& clock) : clock_(clock) {}

  // Throws ApiError(too_many_requests) when there are kMaxFaults, and none is used up.
  const Fault& add(FaultSettings settings);
  // False when there is no such fault that meets the scopes.
  bool remove(FaultId id, const core::ScopeFilter& scopes);
  // Removes those that befall nobody outside of these scopes; answers how many.
  std::size_t clear(const core::ScopeFilter& scopes);
  const std::map<FaultId, Fault>& all() const { return faults_; }

  // Whether a request could meet a fault at all: looked at before each one.
  bool has_operations() const { return operations_ > 0; }
  // Whether one for this operation might: whatever its resource.
  bool may_befall(const core::Scope& scope, AwsService service, std::string_view operation) const;

  // The fault that the request meets; nullptr when it meets none. It counts as done then.
  const Fault* take(const CallView& call);
  std::optional<lambda_host::DeliveryEffect> take(const core::MappingId& mapping,
                                                  lambda_host::DeliveryMoment moment) override;
  // What befell at once.
  void note_done(FaultId id);

 private:
  template <class Fits>
  const Fault* take_first(Fits fits);
  bool has_turn(Fault& fault);
  void count_operations();

  const core::Clock& clock_;
  std::map<FaultId, Fault> faults_;
  FaultId next_ = 1;
  std::size_t operations_ = 0;  // faults of operations that aren't used up
};

}  // namespace server::faults
