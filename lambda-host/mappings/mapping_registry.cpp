#include "lambda-host/mappings/mapping_registry.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/limits.h"
#include "core/uuid.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_documents.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/lint.h"
#include "lambda-host/tag_checks.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace lambda_host {
namespace {

constexpr std::size_t kMaxPage = 100;  // whatever MaxItems says
constexpr int kMaxMaxItems = 10'000;
constexpr std::string_view kArnResource = "event-source-mapping:";

storage::Resource resource_of(const EventSourceMapping& mapping) {
  return {mapping.scope, mapping.id.get(), write_stored_mapping(mapping)};
}

}  // namespace

std::size_t page_size(const MappingQuery& query) {
  return std::min(kMaxPage, static_cast<std::size_t>(query.max_items.value_or(kMaxMaxItems)));
}

MappingRegistry::MappingRegistry(storage::sqlite::Connection& connection, storage::Writer& writer,
                                 const FunctionRegistry& functions, PollerEnvironment environment)
    : writer_(writer),
      functions_(functions),
      source_(environment.source),
      clock_(environment.clock),
      destination_(environment.destination),
      resources_(connection, "event-source-mapping"),
      checkpoints_(connection, writer, environment.make_alarm()),
      discards_(connection),
      pollers_(std::move(environment), poller_events()) {
  load();
}

void MappingRegistry::load() {
  for (storage::Resource& resource : resources_.load_all()) {
    EventSourceMapping mapping = read_stored_mapping(resource.scope, std::move(resource.document));
    pollers_.add(mapping, checkpoints_.load(mapping.id));
    mappings_[mapping.id] = std::move(mapping);
  }
}

PollerSet::Events MappingRegistry::poller_events() {
  PollerSet::Events events;
  events.checkpoint = [this](const core::MappingId& id, const storage::Checkpoint& checkpoint) {
    checkpoints_.submit(id, checkpoint);
  };
  events.processed = [this](const core::MappingId& id, ProcessingResult result) {
    processed(id, result);
  };
  events.discarded = [this](const core::MappingId& id, storage::ShardNumber shard,
                            std::span<const streams::SourceRecord> records,
                            const Discard& discard) { discarded(id, shard, records, discard); };
  events.giving_up = [this](const core::MappingId& id, const storage::Checkpoint& checkpoint,
                            std::span<const streams::SourceRecord> records,
                            const Discard& discard) {
    giving_up(id, checkpoint, records, discard);
  };
  events.caught_up = [this] {
    if (caught_up_) caught_up_();
  };
  return events;
}

EventSourceMapping MappingRegistry::create(const core::Scope& scope,
                                           const core::json::Object& body) {
  const MappingSettings settings = read_mapping_settings(body);
  check_create(settings);
  if (settings.tags) check_tags(*settings.tags);
  EventSourceMapping mapping;
  mapping.scope = scope;
  mapping.function = require_function(scope, *settings.function_name);
  mapping.stream = core::StreamArn(*settings.event_source_arn);
  require_stream(scope, mapping.stream);
  refuse_duplicate(mapping);
  check_destination(scope, settings);
  refuse_unsupported(settings);
  apply(settings, mapping);
  check_combination(mapping);
  mapping.id = core::MappingId(core::random_uuid());
  mapping.starting_position = *settings.starting_position == "LATEST"
                                  ? StartingPosition::latest
                                  : StartingPosition::trim_horizon;
  mapping.state = settled_state(mapping);
  mapping.last_modified = modification_time(clock_);
  std::vector<storage::Checkpoint> start;
  writer_.transact([&] {
    resources_.store(resource_of(mapping));
    start = store_start(mapping);
  });
  mappings_[mapping.id] = mapping;
  pollers_.add(mapping, start);
  if (mapping.enabled) pollers_.warm(mapping);
  mapping.state = MappingState::creating;
  return mapping;
}

// LATEST is fixed here: whatever is committed after this call is delivered.
std::vector<storage::Checkpoint> MappingRegistry::store_start(const EventSourceMapping& mapping) {
  if (mapping.starting_position != StartingPosition::latest) return {};
  return store_tip(mapping);
}

std::vector<storage::Checkpoint> MappingRegistry::store_tip(const EventSourceMapping& mapping) {
  std::vector<storage::Checkpoint> start;
  const core::SequenceNumber tip = source_.tip();
  const auto shards = source_.shards(mapping.stream);
  if (!shards) return start;
  for (const streams::SourceShard& shard : *shards) {
    start.push_back({shard.number, tip, {}});
    checkpoints_.store(mapping.id, start.back());
  }
  return start;
}

EventSourceMapping MappingRegistry::update(const core::Scope& scope, std::string_view id,
                                           const core::json::Object& body) {
  const MappingSettings settings = read_mapping_settings(body);
  check_update(settings);
  EventSourceMapping& mapping = require_mutable(scope, id);
  EventSourceMapping changed = mapping;
  if (settings.function_name) {
    changed.function = require_function(scope, *settings.function_name);
    refuse_duplicate(changed);
  }
  check_destination(scope, settings);
  refuse_unsupported(settings);
  const Variables tags = mapping.tags;
  apply(settings, changed);
  check_combination(changed);
  changed.tags = tags;  // tags have operations of their own
  changed.state = settled_state(changed);
  changed.last_modified = modification_time(clock_);
  store(changed);
  const MappingState transition = update_state(mapping.enabled, changed.enabled);
  if (becomes_active(mapping, changed)) pollers_.warm(changed);
  mapping = changed;
  pollers_.change(mapping);
  changed.state = transition;
  return changed;
}

EventSourceMapping MappingRegistry::erase(const core::Scope& scope, std::string_view id) {
  EventSourceMapping erased = require(scope, id);
  writer_.transact([&] {
    resources_.erase(scope, id);
    checkpoints_.erase(erased.id);
  });
  end(erased.id);
  mappings_.erase(erased.id);
  erased.state = MappingState::deleting;
  return erased;
}

std::vector<storage::Checkpoint> MappingRegistry::rewind(const EventSourceMapping& mapping,
                                                         const RewindTarget& target) {
  const auto positions = rewound(source_, mapping.stream, target);
  writer_.transact([&] {
    for (const auto& position : positions) checkpoints_.store(mapping.id, position);
  });
  checkpoints_.forget(mapping.id);
  pollers_.rewind(mapping.id, positions);
  return positions;
}

const EventSourceMapping& MappingRegistry::require(const core::Scope& scope,
                                                   std::string_view id) const {
  const auto found = mappings_.find(core::MappingId(std::string(id)));
  if (found == mappings_.end() || found->second.scope != scope) {
    throw core::ApiError(core::ErrorCode::resource_not_found,
                         "The resource you requested does not exist.");
  }
  return found->second;
}

EventSourceMapping& MappingRegistry::require_mutable(const core::Scope& scope,
                                                     std::string_view id) {
  return mappings_.at(require(scope, id).id);
}

std::vector<const EventSourceMapping*> MappingRegistry::list(const core::Scope& scope,
                                                             std::string_view after,
                                                             std::size_t most) const {
  std::vector<const EventSourceMapping*> mappings;
  for (auto at = mappings_.upper_bound(core::MappingId(std::string(after)));
       at != mappings_.end() && mappings.size() < most; ++at) {
    if (at->second.scope == scope) mappings.push_back(&at->second);
  }
  return mappings;
}

MappingPage MappingRegistry::list(const core::Scope& scope, const MappingQuery& query) const {
  if (query.max_items) {
    Constraints constraints;
    constraints.check_range(*query.max_items, "maxItems", 1, kMaxMaxItems);
    constraints.require_none();
  }
  const std::size_t limit = page_size(query);
  std::optional<std::string> function;
  if (query.function_name) {
    function =
        qualified_arn(parse_function_reference(*query.function_name, scope, NameShape::namespaced));
  }
  MappingPage page;
  // A marker is the id of the last mapping that was listed.
  for (auto at = mappings_.upper_bound(core::MappingId(query.marker.value_or("")));
       at != mappings_.end(); ++at) {
    const EventSourceMapping& mapping = at->second;
    if (mapping.scope != scope) continue;
    if (query.event_source_arn && mapping.stream.get() != *query.event_source_arn) continue;
    if (function && qualified_arn(mapping.function) != *function) continue;
    if (page.mappings.size() == limit) {
      page.next_marker = page.mappings.back()->id.get();
      break;
    }
    page.mappings.push_back(&mapping);
  }
  return page;
}

FunctionReference MappingRegistry::require_function(const core::Scope& scope,
                                                    const std::string& name) const {
  FunctionReference reference = parse_function_reference(name, scope, NameShape::namespaced);
  refuse_foreign(reference, scope);
  if (!functions_.find(reference.scope, reference.name, reference.qualifier)) {
    throw_invalid_parameter("Function does not exist");
  }
  return reference;
}

void MappingRegistry::require_stream(const core::Scope& scope,
                                     const core::StreamArn& stream) const {
  const auto arn = core::parse_arn(stream.get());
  if (!arn || !core::is_in(*arn, scope) || !source_.shards(stream)) {
    throw_invalid_parameter("Stream not found: " + stream.get());
  }
}

void MappingRegistry::check_destination(const core::Scope& scope,
                                        const MappingSettings& settings) const {
  const std::string destination = settings.failure_destination.value_or("");
  if (!destination.empty()) destination_.check(scope, destination);
}

void MappingRegistry::refuse_duplicate(const EventSourceMapping& mapping) const {
  const std::string function = qualified_arn(mapping.function);
  for (const auto& [id, other] : mappings_) {
    if (id == mapping.id || other.stream != mapping.stream) continue;
    if (qualified_arn(other.function) != function) continue;
    throw core::ApiError(
        core::ErrorCode::resource_conflict,
        fmt::format("The event source arn (\" {} \") and function (\" {} \") provided mapping "
                    "already exists. Please update or delete the existing mapping with UUID {}",
                    mapping.stream.get(), mapping.function.name.get(), id.get()));
  }
}

void MappingRegistry::store(const EventSourceMapping& mapping) {
  writer_.transact([&] { resources_.store(resource_of(mapping)); });
}

const EventSourceMapping& MappingRegistry::require_arn(const core::Scope& scope,
                                                       const std::string& arn) const {
  const auto parts = core::parse_arn(arn);
  if (parts && parts->resource.starts_with(kArnResource)) {
    const std::string_view id = parts->resource.substr(kArnResource.size());
    const auto found = mappings_.find(core::MappingId(std::string(id)));
    if (found != mappings_.end() && found->second.scope == scope &&
        mapping_arn(found->second) == arn) {
      return found->second;
    }
  }
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       "Event source mapping not found: " + arn);
}

const Variables& MappingRegistry::tags(const core::Scope& scope, const std::string& arn) const {
  return require_arn(scope, arn).tags;
}

void MappingRegistry::tag(const core::Scope& scope, const std::string& arn, const Variables& tags) {
  Variables all = require_arn(scope, arn).tags;
  for (const auto& [key, value] : tags) all[key] = value;
  check_tags(all);
  replace_tags(scope, arn, std::move(all));
}

void MappingRegistry::untag(const core::Scope& scope, const std::string& arn,
                            const std::vector<std::string>& keys) {
  Variables left = require_arn(scope, arn).tags;
  for (const std::string& key : keys) left.erase(key);
  replace_tags(scope, arn, std::move(left));
}

void MappingRegistry::replace_tags(const core::Scope& scope, const std::string& arn,
                                   Variables tags) {
  EventSourceMapping changed = require_arn(scope, arn);
  changed.tags = std::move(tags);
  store(changed);
  mappings_[changed.id] = std::move(changed);
}

void MappingRegistry::processed(const core::MappingId& id, ProcessingResult result) {
  const auto found = mappings_.find(id);
  if (found == mappings_.end()) return;
  if (const auto pending = results_.find(id); pending != results_.end()) {
    pending->second = result;
  } else if (found->second.last_result != result) {
    results_[id] = result;
    submit_result(id);
  }
}

core::ShardId MappingRegistry::shard_id(const core::StreamArn& stream,
                                        storage::ShardNumber number) const {
  const auto shards = source_.shards(stream);
  if (!shards) return {};
  const auto found = std::find_if(shards->begin(), shards->end(),
                                  [&](const auto& shard) { return shard.number == number; });
  return found == shards->end() ? core::ShardId() : found->id;
}

void MappingRegistry::note_write(const core::Scope& scope, const core::FunctionName& function,
                                 const core::TableName& table) {
  const std::string resource = "table/" + table.get() + "/stream/";
  for (const auto& [id, mapping] : mappings_) {
    if (mapping.function.scope != scope || mapping.function.name != function) continue;
    const auto arn = core::parse_arn(mapping.stream.get());
    const bool feeds = arn && core::is_in(*arn, scope) && arn->resource.starts_with(resource);
    if (!feeds || !loops_.insert(id).second) continue;
    spdlog::warn("mapping {} of {}: {}", id.get(), function.get(), kWritesToItsOwnTable);
  }
}

std::vector<std::string> MappingRegistry::warnings(
    const EventSourceMapping& mapping, std::optional<core::StreamViewType> view_type) const {
  auto warnings = lint(mapping, view_type);
  if (loops_.contains(mapping.id)) warnings.emplace_back(kWritesToItsOwnTable);
  return warnings;
}

void MappingRegistry::submit_result(const core::MappingId& id) {
  EventSourceMapping changed = mappings_.at(id);
  changed.last_result = results_.at(id);
  writer_.submit(
      [this, resource = resource_of(changed)] { resources_.store(resource); },
      [this, id, result = changed.last_result](bool good) { result_committed(id, result, good); });
}

// Another one may have come meanwhile. One that a failed commit lost is made up for by the next.
void MappingRegistry::result_committed(const core::MappingId& id, ProcessingResult result,
                                       bool good) {
  const ProcessingResult latest = results_.extract(id).mapped();
  const auto found = mappings_.find(id);
  if (found == mappings_.end()) return;
  if (good) found->second.last_result = result;
  if (latest != result) processed(id, latest);
}

}  // namespace lambda_host
