#pragma once

#include "core/adjustable_clock.h"
#include "core/http_message.h"
#include "server/chores.h"
#include "server/control/drains.h"
#include "server/control/health.h"
#include "server/control/replay.h"
#include "server/services.h"
#include "server/worlds/resets.h"
#include "server/worlds/restorations.h"
#include "server/worlds/snapshots.h"
#include "streams/stream_source.h"

#include <cstddef>
#include <string_view>

// Our own endpoints, under /_rivulet/: health, and what a person or a test wants and AWS doesn't
// have. JSON in and out; an error is {"error":"NotFound","message":…} with a status of 400 or
// above. docs/control-api.md describes them all.
namespace server {

namespace faults {
class FaultList;
}
namespace snapshot_files {
class Exports;
}

struct ControlParts {
  Services& services;
  core::AdjustableClock& clock;  // the one that the services read
  Chores& chores;
  control::Drains& drains;
  control::Replays& replays;
  streams::StreamSource& source;
  worlds::WorldParts& worlds;
  worlds::Snapshots& snapshots;
  worlds::Restorations& restorations;
  worlds::Resets& resets;
  snapshot_files::Exports& snapshot_files;
  faults::FaultList& faults;
  const control::Health& health;
};

namespace control {

constexpr std::string_view kPrefix = "/_rivulet/";
constexpr std::size_t kMaxBodyBytes = std::size_t{1} << 20;
// How large a request's body may be; the path is what comes behind the prefix.
std::size_t max_body_bytes(std::string_view path);

}  // namespace control

// Serves a request whose path begins with kPrefix.
void serve_control_api(const ControlParts& parts, core::HttpRequest request,
                       const core::HttpReply& reply);

}  // namespace server
