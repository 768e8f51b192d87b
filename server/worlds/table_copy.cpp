#include "server/worlds/table_copy.h"

#include "core/uuid.h"
#include "server/operations/backups/restoring.h"
#include "server/worlds/rewriting.h"
#include "storage/catalog.h"
#include "storage/copies.h"
#include "storage/definition_json.h"
#include "storage/writer.h"
#include "streams/stream_registry.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace server::worlds {
namespace {

// How much is copied in one turn of the event loop; tables beyond that take their time.
constexpr std::int64_t kMaxItems = 20'000;
constexpr std::int64_t kMaxBytes = std::int64_t{8} << 20;

class TableCopies {
 public:
  TableCopies(Services& services, const core::Scope& origin, const core::Scope& to, Streams streams)
      : services_(services), origin_(origin), to_(to), streams_(streams) {}

  void copy_now(const std::vector<storage::Table*>& sources) {
    services_.writer.transact([&] {
      for (const auto* source : sources) {
        made_.push_back(services_.catalog.store_new(definition_of(*source)));
        services_.catalog.copy_rows(*source, *made_.back());
      }
    });
    for (auto& table : made_) open_stream(services_.catalog.adopt(std::move(table)));
  }

  void copy_slowly(const std::vector<storage::Table*>& sources) {
    for (auto* source : sources) {
      storage::Table& table = services_.copies.copy(*source, definition_of(*source));
      open_stream(table);
      operations::begin_restoring(services_, table, {});
    }
  }

 private:
  core::TableDefinition definition_of(const storage::Table& source) const {
    auto definition = storage::definition_from_json(
        rewritten(storage::definition_to_json(source.definition), origin_, to_));
    definition.id = core::random_uuid();
    definition.scope = to_;
    definition.name = source.definition.name;
    definition.created_at = services_.clock.now();
    definition.recovery.reset();
    definition.restored_from.reset();
    if (definition.stream && streams_ == Streams::fresh) {
      definition.stream->label = services_.streams.new_label(to_, definition.name);
    }
    return definition;
  }

  void open_stream(storage::Table& table) {
    const auto& settings = table.definition.stream;
    if (streams_ == Streams::none || !settings || !settings->enabled) return;
    std::optional<streams::Stream> stream;
    services_.writer.transact([&] {
      stream = services_.streams.store_new(table.definition, settings->view_type, settings->label);
    });
    services_.streams.adopt(*std::move(stream), table);
  }

  Services& services_;
  const core::Scope& origin_;
  const core::Scope& to_;
  Streams streams_;
  std::vector<std::unique_ptr<storage::Table>> made_;
};

}  // namespace

std::size_t copy_tables(Services& services, const core::Scope& from, const core::Scope& to,
                        const core::Scope& origin, Streams streams) {
  services.writer.transact([] {});  // what was written up to now counts
  std::vector<storage::Table*> now;
  std::vector<storage::Table*> later;
  std::int64_t items = 0;
  std::int64_t bytes = 0;
  const auto sources = services.catalog.list(from, "");
  for (auto* source : sources) {
    items += source->statistics.item_count;
    bytes += source->statistics.size_bytes;
    (items <= kMaxItems && bytes <= kMaxBytes ? now : later).push_back(source);
  }
  TableCopies copies(services, origin, to, streams);
  copies.copy_slowly(later);
  copies.copy_now(now);
  return sources.size();
}

bool is_being_copied_to(Services& services, const core::Scope& scope) {
  const auto tables = services.catalog.list(scope, "");
  return std::any_of(tables.begin(), tables.end(),
                     [](const storage::Table* table) { return table->being_copied_to; });
}

}  // namespace server::worlds
