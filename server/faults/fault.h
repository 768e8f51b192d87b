#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "core/scope_filter.h"
#include "lambda-host/delivery_effect.h"
#include "server/faults/error_catalog.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What goes wrong because somebody asked for it (POST /_rivulet/faults).
namespace server::faults {

// Befalls requests for an operation. At least one of error, delay and unprocessed is there.
struct OperationFault {
  AwsService service = AwsService::dynamodb;
  std::string_view operation;        // the catalogue's
  std::string resource;              // a table, function, queue …; empty: any
  const ErrorInfo* error = nullptr;  // nullptr: it is answered as ever
  std::string message;               // empty: AWS's text
  // Of a cancelled transaction: why, action by action; those behind have no reason.
  std::vector<std::string> reasons;
  core::Duration delay{};
  bool after = false;           // of the operation: it is done, and its answer lost or late
  std::size_t unprocessed = 0;  // a batch's last so many requests are left undone
};

// Befalls batches of a mapping.
struct DeliveryFault {
  core::MappingId mapping;
  lambda_host::DeliveryEffect effect = lambda_host::DeliveryEffect::duplicate;
};

enum class StreamEffect { expire_iterators, trim };
// "trim", "expire-iterators".
std::string_view wire_name(StreamEffect effect);
// Befell a table's stream when it was asked for.
struct StreamFault {
  std::string table;
  StreamEffect effect = StreamEffect::expire_iterators;
};

// How often a fault comes about: the first so many times that it could, or each time with a chance.
struct Turns {
  std::uint64_t times = 1;                 // without a chance
  std::optional<double> probability = {};  // above 0, up to 1
  std::uint64_t seed = 0;                  // the same seed and the same requests: the same faults
};

struct FaultSettings {
  core::ScopeFilter scopes;
  std::variant<OperationFault, DeliveryFault, StreamFault> what;
  Turns turns;
};

// What a fault looks at of a request.
struct CallView {
  const core::Scope& scope;
  AwsService service = AwsService::dynamodb;
  std::string_view operation;
  // Names of tables, of the function, the queue and the like that it is about.
  const std::vector<std::string>& resources;
  std::size_t actions = 0;  // of a transaction
};

// Whether the fault is about such a request, whether or not it has its turn.
bool fits(const FaultSettings& fault, const CallView& call);

}  // namespace server::faults
