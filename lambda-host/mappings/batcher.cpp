#include "lambda-host/mappings/batcher.h"

#include "lambda-host/mappings/event_payload.h"

#include <algorithm>
#include <utility>

namespace lambda_host {

bool Batcher::add(streams::SourceRecord& record, core::WallTime now) {
  if (!gauge_.add(payload_share_bytes(record), now)) return false;
  record.event.slim_if_alone();  // while it waits, only its text is held
  records_.push_back(std::move(record));
  return true;
}

void Batcher::date_back(core::WallTime now) {
  gauge_.date_back(now);
  for (streams::SourceRecord& record : records_) {
    record.created_at = std::min(record.created_at, now);
  }
}

std::vector<streams::SourceRecord> Batcher::take() {
  gauge_.clear();
  return std::exchange(records_, {});
}

}  // namespace lambda_host
