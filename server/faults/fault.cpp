#include "server/faults/fault.h"

#include <algorithm>

namespace server::faults {

std::string_view wire_name(StreamEffect effect) {
  return effect == StreamEffect::trim ? "trim" : "expire-iterators";
}

bool fits(const FaultSettings& fault, const CallView& call) {
  const auto* const what = std::get_if<OperationFault>(&fault.what);
  if (!what || what->service != call.service || what->operation != call.operation) return false;
  if (!fault.scopes.covers(call.scope) || what->reasons.size() > call.actions) return false;
  return what->resource.empty() || std::find(call.resources.begin(), call.resources.end(),
                                             what->resource) != call.resources.end();
}

}  // namespace server::faults
