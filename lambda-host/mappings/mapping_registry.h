#pragma once

#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/checkpoint_store.h"
#include "lambda-host/mappings/event_source_mapping.h"
#include "lambda-host/mappings/mapping_settings.h"
#include "lambda-host/mappings/poller_set.h"
#include "lambda-host/mappings/rewind.h"
#include "storage/discard_table.h"
#include "storage/resource_table.h"
#include "storage/writer.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lambda_host {

// What ListEventSourceMappings asks for; absent ones don't filter.
struct MappingQuery {
  std::optional<std::string> event_source_arn;
  std::optional<std::string> function_name;
  std::optional<std::string> marker;
  std::optional<int> max_items;
};

// How many mappings a page has at most.
std::size_t page_size(const MappingQuery& query);

struct MappingPage {
  std::vector<const EventSourceMapping*> mappings;  // until the next change
  std::optional<std::string> next_marker;
};

// All event source mappings: their control plane, which is also where they run from. What a call
// stores is committed when it returns. Engine thread only.
class MappingRegistry {
 public:
  // Loads what is stored and begins to deliver. All references must outlive the registry; the
  // environment's clock also dates the mappings.
  MappingRegistry(storage::sqlite::Connection& connection, storage::Writer& writer,
                  const FunctionRegistry& functions, PollerEnvironment environment);

  // The answers' state is that of the transition. `body` is the request's. Throw ApiError.
  EventSourceMapping create(const core::Scope& scope, const core::json::Object& body);
  EventSourceMapping update(const core::Scope& scope, std::string_view id,
                            const core::json::Object& body);
  EventSourceMapping erase(const core::Scope& scope, std::string_view id);

  // The mapping goes on from there, in all shards; answers where. A batch that is being handled
  // ends, and counts for nothing. Throws ApiError(resource_conflict) when its stream is gone. The
  // mapping is one of all().
  std::vector<storage::Checkpoint> rewind(const EventSourceMapping& mapping,
                                          const RewindTarget& target);

  // One of another scope, made anew with an id of its own, which is the answer. It begins at the
  // tip.
  core::MappingId restore(EventSourceMapping mapping);

  // mapping_reset.cpp: what mappings of these scopes are doing counts for nothing, and what was
  // given up is forgotten.
  void abandon(const core::ScopeFilter& scopes);
  // These mappings end, whatever they are doing, but for what isn't there. Those that `kept` holds
  // for begin anew at the tip, with neither trace nor counts. Answers how many are gone.
  std::size_t reset(const std::vector<core::MappingId>& ids,
                    const std::function<bool(const EventSourceMapping&)>& kept);

  // Throws ApiError(resource_not_found) when there is no such mapping.
  const EventSourceMapping& require(const core::Scope& scope, std::string_view id) const;
  MappingPage list(const core::Scope& scope, const MappingQuery& query) const;

  // Of a scope by id, those behind `after`: at most so many, until the next change.
  std::vector<const EventSourceMapping*> list(const core::Scope& scope, std::string_view after,
                                              std::size_t most) const;
  // Of all scopes, until the next change.
  const std::map<core::MappingId, EventSourceMapping>& all() const { return mappings_; }
  // What they are doing. Known to it are the mappings of all().
  PollerSet& pollers() { return pollers_; }
  const PollerSet& pollers() const { return pollers_; }
  // PollerSet::Events::caught_up. Empty: nobody wants to know.
  void on_caught_up(std::function<void()> call) { caught_up_ = std::move(call); }

  // A handler of the function writes to the table.
  void note_write(const core::Scope& scope, const core::FunctionName& function,
                  const core::TableName& table);
  // What is most likely a mistake, by lint, or by what note_write told since the process began.
  std::vector<std::string> warnings(const EventSourceMapping& mapping,
                                    std::optional<core::StreamViewType> view_type) const;

  // The batches that were given up, those of mappings that are gone, too.
  storage::DiscardTable& discards() { return discards_; }
  // In this turn's commit, or one after that.
  void forget_discard(std::int64_t id, std::function<void(bool committed)> done);

  // By the mapping's ARN. Throw ApiError(resource_not_found) when there is no such mapping.
  const Variables& tags(const core::Scope& scope, const std::string& arn) const;
  void tag(const core::Scope& scope, const std::string& arn, const Variables& tags);
  void untag(const core::Scope& scope, const std::string& arn,
             const std::vector<std::string>& keys);

  // To be called when the wall time was moved.
  void clock_jumped() { pollers_.clock_jumped(); }

  // Begins no invocation from now on; `done` is called, maybe at once, when none is running.
  void stop(std::function<void()> done) { pollers_.stop(std::move(done)); }

 private:
  using Mappings = std::map<core::MappingId, EventSourceMapping>;

  void load();
  PollerSet::Events poller_events();
  EventSourceMapping& require_mutable(const core::Scope& scope, std::string_view id);
  const EventSourceMapping& require_arn(const core::Scope& scope, const std::string& arn) const;
  FunctionReference require_function(const core::Scope& scope, const std::string& name) const;
  void require_stream(const core::Scope& scope, const core::StreamArn& stream) const;
  void check_destination(const core::Scope& scope, const MappingSettings& settings) const;
  void refuse_duplicate(const EventSourceMapping& mapping) const;
  void store(const EventSourceMapping& mapping);
  std::vector<storage::Checkpoint> store_start(const EventSourceMapping& mapping);
  std::vector<storage::Checkpoint> store_tip(const EventSourceMapping& mapping);
  void end(const core::MappingId& id);
  void replace_tags(const core::Scope& scope, const std::string& arn, Variables tags);
  void processed(const core::MappingId& id, ProcessingResult result);
  void giving_up(const core::MappingId& id, const storage::Checkpoint& checkpoint,
                 std::span<const streams::SourceRecord> records, const Discard& discard);
  std::optional<storage::DiscardRow> discard_row(const core::MappingId& id,
                                                 storage::ShardNumber shard,
                                                 std::span<const streams::SourceRecord> records,
                                                 const Discard& discard) const;
  void discarded(const core::MappingId& id, storage::ShardNumber shard,
                 std::span<const streams::SourceRecord> records, const Discard& discard);
  core::ShardId shard_id(const core::StreamArn& stream, storage::ShardNumber number) const;
  void submit_result(const core::MappingId& id);
  void result_committed(const core::MappingId& id, ProcessingResult result, bool good);

  storage::Writer& writer_;
  const FunctionRegistry& functions_;
  streams::StreamSource& source_;
  const core::Clock& clock_;
  Destinations& destination_;
  storage::ResourceTable resources_;
  CheckpointStore checkpoints_;
  storage::DiscardTable discards_;
  Mappings mappings_;
  std::map<core::MappingId, ProcessingResult> results_;  // the latest, while one is being stored
  std::set<core::MappingId> loops_;  // whose functions write to the tables that feed them
  std::function<void()> caught_up_;
  PollerSet pollers_;
};

}  // namespace lambda_host
