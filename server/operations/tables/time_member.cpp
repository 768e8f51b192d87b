#include "server/operations/tables/time_member.h"

#include "core/time_text.h"

namespace server::operations {

void write_time(core::json::Writer& writer, std::string_view name,
                std::optional<core::WallTime> time) {
  if (time) writer.key(name).raw(core::epoch_seconds_text(*time));
}

}  // namespace server::operations
