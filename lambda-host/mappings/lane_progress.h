#pragma once

#include "lambda-host/mappings/delivery.h"
#include "lambda-host/mappings/event_source_mapping.h"
#include "lambda-host/mappings/window.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What of a lane must survive the process besides its position. It is stored with the checkpoint,
// so that no record gets more attempts than its mapping allows, however often the program ends.
//
// An invocation counts when its outcome is known: one that the end of the program cut short is
// repeated, since nobody knows what the handler did.
namespace lambda_host {

struct LaneProgress {
  std::vector<DeliveryPart> parts;       // Delivery::parts of the batch in flight
  std::optional<WindowProgress> window;  // that is open

  bool empty() const { return parts.empty() && !window; }
  friend bool operator==(const LaneProgress&, const LaneProgress&) = default;
};

// Of all lanes of a shard; "" when nothing of them is to be kept. A format of our own.
std::string write_progress(const EventSourceMapping& mapping,
                           const std::vector<LaneProgress>& lanes);

// As it was written, one for each lane. A mapping that makes other batches by now (another number
// of lanes or records, other filters) begins anew with the batch in flight, and one with another
// number of lanes also with the window.
std::vector<LaneProgress> read_progress(const EventSourceMapping& mapping, std::string_view bytes);

}  // namespace lambda_host
