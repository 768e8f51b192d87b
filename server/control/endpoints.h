#pragma once

#include "server/control/call.h"
#include "server/control/control_api.h"

#include <span>
#include <string_view>

// The endpoints of the control API; docs/control-api.md says what each takes and answers. All may
// throw ApiError before they return.
namespace server::control {

using Endpoint = void(const ControlParts& parts, const Call& call, const core::HttpReply& reply);

Endpoint show_health;
Endpoint show_clock;
// Answers when all that has aged is done with.
Endpoint move_clock;
Endpoint roll_shards;
Endpoint split_shards;
Endpoint merge_shards;
Endpoint drain;
Endpoint list_mappings;
Endpoint show_mapping;
Endpoint show_records;
Endpoint rewind_mapping;
Endpoint show_stream_records;
Endpoint replay;
Endpoint list_discards;
Endpoint redrive;
Endpoint reset;
Endpoint list_snapshots;
Endpoint save_snapshot;
Endpoint delete_snapshot;
Endpoint restore_snapshot;
Endpoint send_snapshot_file;
Endpoint set_fault;
Endpoint list_faults;
Endpoint show_fault;
Endpoint delete_faults;
Endpoint delete_fault;

struct Route {
  std::string_view method;
  std::string_view path;  // behind the prefix; a part in braces is a parameter
  Endpoint* handle;
  bool takes_text = false;  // the body isn't a JSON object: Call::text has it
};

std::span<const Route> all_routes();

}  // namespace server::control
