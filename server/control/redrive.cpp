#include "server/control/redrive.h"

namespace server::control {
namespace {

// What a step reads, but for the record that reaches it.
constexpr std::size_t kBytesAtOnce = std::size_t{1} << 20;

}  // namespace

bool RecordSearch::step() {
  if (has_all()) return false;
  streams::ReadRequest request{stream_, shard_, wanted()};
  request.limit = kLooksAtOnce;
  request.max_bytes = kBytesAtOnce;
  const std::size_t found = found_.size();
  source_.visit(request, [this](streams::SourceRecord& record) { return see(record); });
  return found_.size() > found && !has_all();
}

// False when it is no use to read on from here: the wanted one is lost, or far behind.
bool RecordSearch::see(streams::SourceRecord& record) {
  if (record.sequence > wanted()) return false;
  if (record.sequence < wanted()) return wanted().get() - record.sequence.get() <= kNear;
  found_.push_back(std::move(record));
  return !has_all();
}

}  // namespace server::control
