#include "server/control/fault_json.h"

#include "core/time_text.h"

#include <chrono>
#include <string>
#include <string_view>

namespace server::control {
namespace {

using faults::OperationFault;

void write_turns(core::json::Writer& writer, const faults::Turns& turns) {
  if (!turns.probability) {
    writer.member("times", static_cast<std::int64_t>(turns.times));
    return;
  }
  writer.key("probability").number(*turns.probability);
  writer.member("seed", static_cast<std::int64_t>(turns.seed));
}

void write_text(core::json::Writer& writer, std::string_view name, std::string_view text) {
  if (!text.empty()) writer.member(name, text);
}

void write_what(core::json::Writer& writer, const OperationFault& fault) {
  writer.member("on", "operation").member("service", wire_name(fault.service));
  writer.member("operation", fault.operation);
  write_text(writer, has_tables(fault.service) ? "table" : "resource", fault.resource);
  if (fault.error) {
    writer.member("error", fault.error->name);
    write_text(writer, "message", fault.message);
  }
  if (!fault.reasons.empty()) {
    writer.key("reasons").begin_array();
    for (const std::string& reason : fault.reasons) writer.string(reason);
    writer.end_array();
  }
  const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(fault.delay).count();
  if (delay > 0) writer.member("delay_ms", static_cast<std::int64_t>(delay));
  if (fault.after) writer.member("when", "after");
  if (fault.unprocessed > 0) {
    writer.member("unprocessed", static_cast<std::int64_t>(fault.unprocessed));
  }
}

void write_what(core::json::Writer& writer, const faults::DeliveryFault& fault) {
  writer.member("on", "delivery").member("mapping", fault.mapping.get());
  writer.member("effect", wire_name(fault.effect));
}

void write_what(core::json::Writer& writer, const faults::StreamFault& fault) {
  writer.member("on", "stream").member("table", fault.table);
  writer.member("effect", wire_name(fault.effect));
}

}  // namespace

void write_fault(core::json::Writer& writer, const faults::Fault& fault) {
  const core::ScopeFilter& scopes = fault.settings.scopes;
  writer.begin_object().member("id", static_cast<std::int64_t>(fault.id));
  writer.member("account", scopes.account ? scopes.account->get() : "*");
  writer.member("region", scopes.region ? scopes.region->get() : "*");
  std::visit([&](const auto& what) { write_what(writer, what); }, fault.settings.what);
  write_turns(writer, fault.settings.turns);
  writer.member("matched", static_cast<std::int64_t>(fault.matched));
  writer.member("done", static_cast<std::int64_t>(fault.done));
  if (const auto remaining = fault.remaining()) {
    writer.member("remaining", static_cast<std::int64_t>(*remaining));
  }
  if (fault.last) writer.key("last").raw(core::epoch_seconds_text(*fault.last));
  writer.end_object();
}

}  // namespace server::control
