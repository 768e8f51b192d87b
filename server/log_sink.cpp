#include "server/log_sink.h"

#include <utility>

namespace server {

void LogWriter::append(const core::Scope& scope, const std::string& group,
                       const std::string& stream, std::vector<lambda_host::LogEvent> events) {
  if (events.empty()) return;
  const std::int64_t now = core::epoch_milliseconds(clock_.now());
  writer_.submit(
      [this, scope, group, stream, now, events = std::move(events)] {
        std::vector<storage::NewLogEvent> views;
        views.reserve(events.size());
        for (const auto& event : events) {
          views.push_back({core::epoch_milliseconds(event.time), event.message});
        }
        logs_.append(scope, group, stream, views, now);
      },
      [this](bool committed) {
        // A group or stream that was made in this turn is gone again.
        if (!committed) logs_.forget_names();
      });
}

}  // namespace server
