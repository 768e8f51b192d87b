#include "lambda-host/mappings/queue_mapping_registry.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/limits.h"
#include "core/uuid.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function_documents.h"
#include "lambda-host/tag_checks.h"
#include "storage/writer.h"
#include "streams/stream_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lambda_host {
namespace {

storage::Resource resource_of(const QueueMapping& mapping) {
  return {mapping.common.scope, mapping.common.id.get(), write_stored_mapping(mapping)};
}

// A batch must be handled before its messages are visible again (recorded text).
void check_visibility(core::Duration visibility_timeout, std::chrono::seconds function_timeout) {
  const auto visible = std::chrono::duration_cast<std::chrono::seconds>(visibility_timeout);
  if (visible >= function_timeout) return;
  throw_invalid_parameter(
      fmt::format("Queue visibility timeout: {} seconds is less than Function timeout: {} seconds",
                  visible.count(), function_timeout.count()));
}

}  // namespace

QueueMappingRegistry::QueueMappingRegistry(storage::sqlite::Connection& connection,
                                           storage::Writer& writer,
                                           const FunctionRegistry& functions,
                                           QueuePollerEnvironment environment)
    : writer_(writer),
      functions_(functions),
      environment_(std::move(environment)),
      resources_(connection, "queue-mapping"),
      sweep_alarm_(environment_.make_alarm()) {
  for (storage::Resource& resource : resources_.load_all()) {
    QueueMapping mapping = read_stored_queue_mapping(resource.scope, std::move(resource.document));
    const core::MappingId id = mapping.common.id;
    run(slots_.emplace(id, Slot{std::move(mapping)}).first->second);
  }
}

QueueMapping QueueMappingRegistry::create(const core::Scope& scope,
                                          const core::json::Object& body) {
  const QueueMappingSettings settings = read_queue_mapping_settings(body);
  check_create(settings);
  if (settings.common.tags) check_tags(*settings.common.tags);
  QueueMapping mapping;
  mapping.common.scope = scope;
  mapping.common.stream = core::StreamArn(*settings.common.event_source_arn);
  mapping.common.batch_size = kDefaultQueueBatchSize;
  mapping.common.function = require_function(scope, mapping, *settings.common.function_name);
  refuse_duplicate(mapping);
  apply(settings, mapping);
  mapping.common.id = core::MappingId(core::random_uuid());
  mapping.common.state = settled_state(mapping.common);
  mapping.common.last_modified = modification_time(environment_.clock);
  store(mapping);
  run(slots_.emplace(mapping.common.id, Slot{mapping}).first->second);
  if (mapping.common.enabled) warm(mapping);
  mapping.common.state = MappingState::creating;
  return mapping;
}

QueueMapping QueueMappingRegistry::update(const QueueMapping& mapping,
                                          const core::json::Object& body) {
  const QueueMappingSettings settings = read_queue_mapping_settings(body);
  check_update(settings);
  QueueMapping changed = mapping;
  if (settings.common.function_name) {
    changed.common.function =
        require_function(mapping.common.scope, mapping, *settings.common.function_name);
    refuse_duplicate(changed);
  }
  const Variables tags = mapping.common.tags;
  apply(settings, changed);
  changed.common.tags = tags;  // tags have operations of their own
  changed.common.state = settled_state(changed.common);
  changed.common.last_modified = modification_time(environment_.clock);
  store(changed);
  const MappingState transition = update_state(mapping.common.enabled, changed.common.enabled);
  if (becomes_active(mapping.common, changed.common)) warm(changed);
  Slot& slot = slots_.at(changed.common.id);
  slot.mapping = changed;
  end(slot);
  run(slot);
  changed.common.state = transition;
  return changed;
}

QueueMapping QueueMappingRegistry::erase(const QueueMapping& mapping) {
  QueueMapping erased = mapping;
  writer_.transact([&] { resources_.erase(erased.common.scope, erased.common.id.get()); });
  end(slots_.at(erased.common.id));
  slots_.erase(erased.common.id);
  tell_caught_up();
  erased.common.state = MappingState::deleting;
  return erased;
}

core::MappingId QueueMappingRegistry::restore(QueueMapping mapping) {
  mapping.common.id = core::MappingId(core::random_uuid());
  store(mapping);
  core::MappingId id = mapping.common.id;
  run(slots_.emplace(id, Slot{std::move(mapping)}).first->second);
  return id;
}

std::vector<QueueMappingRegistry::Slot*> QueueMappingRegistry::slots_of(
    const std::vector<core::MappingId>& ids) {
  std::vector<Slot*> slots;
  for (const core::MappingId& id : ids) {
    const auto found = slots_.find(id);
    if (found != slots_.end()) slots.push_back(&found->second);
  }
  return slots;
}

std::size_t QueueMappingRegistry::erase(const std::vector<core::MappingId>& ids) {
  const auto gone = slots_of(ids);
  writer_.transact([&] {
    for (const Slot* slot : gone) {
      resources_.erase(slot->mapping.common.scope, slot->mapping.common.id.get());
    }
  });
  for (Slot* slot : gone) {
    end(*slot);
    slots_.erase(core::MappingId(slot->mapping.common.id));
  }
  tell_caught_up();
  return gone.size();
}

void QueueMappingRegistry::pause(const std::vector<core::MappingId>& ids) {
  for (Slot* slot : slots_of(ids)) end(*slot);
  tell_caught_up();
}

void QueueMappingRegistry::begin_anew(const std::vector<core::MappingId>& ids) {
  for (Slot* slot : slots_of(ids)) {
    if (slot->poller) continue;  // it was changed meanwhile, and goes on
    slot->counts = std::make_shared<MappingCounts>();
    run(*slot);
  }
  tell_caught_up();
}

void QueueMappingRegistry::set_tags(const QueueMapping& mapping, Variables tags) {
  check_tags(tags);
  QueueMapping changed = mapping;
  changed.common.tags = std::move(tags);
  store(changed);
  slots_.at(changed.common.id).mapping = std::move(changed);
}

const QueueMapping* QueueMappingRegistry::find(const core::Scope& scope,
                                               std::string_view id) const {
  const auto found = slots_.find(core::MappingId(std::string(id)));
  if (found == slots_.end() || found->second.mapping.common.scope != scope) return nullptr;
  return &found->second.mapping;
}

std::vector<const QueueMapping*> QueueMappingRegistry::list(const core::Scope& scope,
                                                            const MappingQuery& query) const {
  std::optional<std::string> function;
  if (query.function_name) {
    function =
        qualified_arn(parse_function_reference(*query.function_name, scope, NameShape::namespaced));
  }
  std::vector<const QueueMapping*> mappings;
  for (auto at = slots_.upper_bound(core::MappingId(query.marker.value_or(""))); at != slots_.end();
       ++at) {
    const QueueMapping& mapping = at->second.mapping;
    if (mapping.common.scope != scope) continue;
    if (query.event_source_arn && mapping.queue_arn() != *query.event_source_arn) continue;
    if (function && qualified_arn(mapping.common.function) != *function) continue;
    mappings.push_back(&mapping);
  }
  return mappings;
}

FunctionReference QueueMappingRegistry::require_function(const core::Scope& scope,
                                                         const QueueMapping& mapping,
                                                         const std::string& name) const {
  FunctionReference reference = parse_function_reference(name, scope, NameShape::namespaced);
  refuse_foreign(reference, scope);
  const auto function = functions_.find(reference.scope, reference.name, reference.qualifier);
  if (!function) throw_invalid_parameter("Function does not exist");
  const auto arn = core::parse_arn(mapping.queue_arn());
  const auto timeout = arn && core::is_in(*arn, scope)
                           ? environment_.source.visibility_timeout(mapping.queue_arn())
                           : std::nullopt;
  if (!timeout) {
    throw_invalid_parameter(
        "Error occurred while ReceiveMessage. SQS Error Code: "
        "AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not "
        "exist.");
  }
  check_visibility(*timeout, std::chrono::seconds(function->configuration.timeout_seconds));
  return reference;
}

void QueueMappingRegistry::refuse_duplicate(const QueueMapping& mapping) const {
  const std::string function = qualified_arn(mapping.common.function);
  for (const auto& [id, slot] : slots_) {
    const EventSourceMapping& other = slot.mapping.common;
    if (id == mapping.common.id || other.stream != mapping.common.stream) continue;
    if (qualified_arn(other.function) != function) continue;
    throw core::ApiError(
        core::ErrorCode::resource_conflict,
        fmt::format("An event source mapping with SQS arn (\" {} \") and function (\" {} \") "
                    "already exists. Please update or delete the existing mapping with UUID {}",
                    mapping.queue_arn(), mapping.common.function.name.get(), id.get()));
  }
}

void QueueMappingRegistry::store(const QueueMapping& mapping) {
  writer_.transact([&] { resources_.store(resource_of(mapping)); });
}

void QueueMappingRegistry::run(Slot& slot) {
  if (stopping_ || !slot.mapping.common.enabled) return;
  slot.poller = std::make_unique<QueuePoller>(
      slot.mapping, environment_, QueuePoller::Events{slot.counts, [this] { tell_caught_up(); }});
  slot.poller->hurry(slot.hurried > 0);
}

void QueueMappingRegistry::warm(const QueueMapping& mapping) {
  const FunctionReference& function = mapping.common.function;
  environment_.invoker.warm(function.scope, function.name, function.qualifier);
}

void QueueMappingRegistry::end(Slot& slot) {
  if (slot.poller) let_end(std::move(slot.poller));
}

// The new poller may begin meanwhile: a queue has no order to keep.
void QueueMappingRegistry::let_end(std::unique_ptr<QueuePoller> poller) {
  QueuePoller* const key = poller.get();
  ending_.emplace(key, std::move(poller));
  key->stop([this, key] {
    ended_.push_back(std::move(ending_.extract(key).mapped()));
    sweep_alarm_->after(core::Duration::zero(), [this] { sweep(); });
  });
}

void QueueMappingRegistry::sweep() {
  ended_.clear();
  if (stopping_ && ending_.empty() && stopped_) std::exchange(stopped_, nullptr)();
}

const QueueMapping* QueueMappingRegistry::find(const core::MappingId& id) const {
  const auto found = slots_.find(id);
  return found == slots_.end() ? nullptr : &found->second.mapping;
}

std::vector<const QueueMapping*> QueueMappingRegistry::all() const {
  std::vector<const QueueMapping*> mappings;
  for (const auto& [id, slot] : slots_) mappings.push_back(&slot.mapping);
  return mappings;
}

std::vector<const QueueMapping*> QueueMappingRegistry::list(const core::Scope& scope,
                                                            std::string_view after,
                                                            std::size_t most) const {
  std::vector<const QueueMapping*> mappings;
  for (auto at = slots_.upper_bound(core::MappingId(std::string(after)));
       at != slots_.end() && mappings.size() < most; ++at) {
    const QueueMapping& mapping = at->second.mapping;
    if (mapping.common.scope == scope) mappings.push_back(&mapping);
  }
  return mappings;
}

bool QueueMappingRegistry::caught_up(const core::MappingId& id) const {
  const Slot& slot = slots_.at(id);
  const QueuePollerStatus poller = slot.poller ? slot.poller->status() : QueuePollerStatus();
  return poller.gathered == 0 && poller.invocations == 0 &&
         environment_.source.visible(slot.mapping.queue_arn(), 1) == 0;
}

QueueMappingStatus QueueMappingRegistry::status(const core::MappingId& id,
                                                std::size_t& budget) const {
  const Slot& slot = slots_.at(id);
  const std::size_t most = std::min(kMaxCountedMessages, budget);
  const std::size_t visible = environment_.source.visible(slot.mapping.queue_arn(), most);
  budget -= std::min(budget, streams::kLooksOfQuery + visible);
  return {*slot.counts, slot.poller ? slot.poller->status() : QueuePollerStatus(), visible,
          visible == most};
}

void QueueMappingRegistry::hurry(const core::MappingId& id) {
  const auto found = slots_.find(id);
  if (found == slots_.end() || found->second.hurried++ > 0) return;
  if (found->second.poller) found->second.poller->hurry(true);
}

void QueueMappingRegistry::release(const core::MappingId& id) {
  const auto found = slots_.find(id);
  if (found == slots_.end() || --found->second.hurried > 0) return;
  if (found->second.poller) found->second.poller->hurry(false);
}

void QueueMappingRegistry::tell_caught_up() const {
  if (caught_up_) caught_up_();
}

void QueueMappingRegistry::clock_jumped() {
  for (auto& [id, slot] : slots_) {
    if (slot.poller) slot.poller->clock_jumped();
  }
}

void QueueMappingRegistry::stop(std::function<void()> done) {
  stopping_ = true;
  for (auto& [id, slot] : slots_) end(slot);
  if (ending_.empty()) return done();
  stopped_ = std::move(done);
}

}  // namespace lambda_host
