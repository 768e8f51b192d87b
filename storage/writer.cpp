#include "storage/writer.h"

#include "core/expressions/expression_paths.h"
#include "core/index_keys.h"
#include "core/item_size.h"
#include "core/kill_point.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"
#include "storage/sqlite/error.h"
#include "storage/sqlite/transaction.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <iterator>

namespace storage {
namespace {

constexpr std::size_t kUsualTasks = 16;  // of a busy turn
constexpr int kMaxLooks = 8;

// Whether somebody looks at the old item beside the write itself.
bool keeps_previous(const WriteRequest& request) {
  return request.wants_previous || !request.table->indexes.empty();
}

WriteResult commit_failure() {
  WriteResult result;
  result.error = core::ApiError(core::ErrorCode::internal, "Internal server error");
  return result;
}

}  // namespace

Writer::Writer(sqlite::Connection& connection, Catalog& catalog, const core::Clock& clock,
               Defer defer)
    : connection_(connection),
      catalog_(catalog),
      clock_(clock),
      defer_(std::move(defer)),
      changes_(connection) {}

void Writer::submit(WriteRequest request, Done done) {
  enqueue(Single{std::move(request), {}, std::move(done)});
}

void Writer::submit_atomic(std::vector<WriteRequest> requests, GroupDone done) {
  enqueue(Group{std::move(requests), {}, std::move(done)});
}

void Writer::submit(std::function<void()> work, std::function<void(bool)> done) {
  enqueue(Work{std::move(work), std::move(done)});
}

void Writer::enqueue(Task task) {
  if (queued_.empty()) queued_.reserve(kUsualTasks);
  queued_.push_back(std::move(task));
  ++enqueued_;
  if (!turn_ends_) let_turn_end();
}

void Writer::let_turn_end() {
  turn_ends_ = true;
  defer_([this] {
    turn_ends_ = false;
    end_turn();
  });
}

// While writes keep coming, another look at what has come since makes each of them cheaper. A write
// that is alone each time doesn't wait: the last turn tells.
void Writer::end_turn() {
  const bool more_come = queued_.size() > looked_at_ && last_turn_ > 1;
  if (more_come && looks_ < kMaxLooks) {
    ++looks_;
    looked_at_ = queued_.size();
    return let_turn_end();
  }
  if (commit_turn() && !turn_ends_) let_others_first();
  run_waiting();
}

// What came from sockets during a turn stands behind the first call that is deferred then.
void Writer::let_others_first() {
  turn_ends_ = true;
  defer_([this] { let_turn_end(); });
}

void Writer::reserve_sequences(core::SequenceNumber next) {
  next_sequence_ = std::max(next_sequence_, next.get());
}

void Writer::flush() {
  while (commit_turn()) {
  }
}

bool Writer::commit_turn() {
  if (queued_.empty()) return false;
  std::vector<Task> tasks = std::exchange(queued_, {});
  records_.clear();
  records_.reserve(tasks.size());
  touched_.clear();
  now_ = clock_.now();
  const std::uint64_t first_sequence = next_sequence_;
  try {
    sqlite::Transaction transaction(connection_);
    run_tasks(tasks);
    changes_.append(records_);
    store_statistics();
    transaction.commit();
  } catch (const std::exception& error) {  // a full disk, most likely; everybody is answered
    spdlog::error("a commit failed, {} writes are refused: {}", tasks.size(), error.what());
    for (Task& task : tasks) std::visit([](auto& each) { each.fail(); }, task);
    next_sequence_ = first_sequence;  // as it would be after a restart
    catalog_.forget_items();          // some may never have been
    changes_.forget_appended();
    records_.clear();
    touched_.clear();
  }
  last_turn_ = tasks.size();
  written_ += tasks.size();
  looks_ = 0;
  looked_at_ = queued_.size();  // what is left doesn't wait for others
  const bool more = is_behind_ = !queued_.empty();
  settle_tables();
  if (!records_.empty()) core::pass(core::KillPoint::written);
  if (listener_ && !records_.empty()) listener_->committed(std::exchange(records_, {}));
  for (Task& task : tasks) {
    try {
      std::visit([](auto& each) { each.complete(); }, task);
    } catch (const std::exception& error) {  // the others are waiting, too
      spdlog::error("a write was committed, and its completion failed: {}", error.what());
    }
  }
  return more;
}

void Writer::run_tasks(std::vector<Task>& tasks) {
  turn_bytes_ = turn_values_ = turn_writes_ = 0;
  std::size_t count = 0;
  while (count < tasks.size() && !has_done_enough()) run(tasks[count++]);
  if (count < tasks.size()) leave_to_next_turn(tasks, count);
}

bool Writer::has_done_enough() const {
  return turn_bytes_ >= kMaxTurnBytes || turn_values_ >= kMaxTurnValues ||
         turn_writes_ >= kMaxTurnWrites;
}

void Writer::count_item(std::string_view stored) {
  constexpr std::size_t kFewBytes = 1024;   // not worth being counted
  constexpr std::size_t kBytesOfValue = 4;  // two at least
  turn_bytes_ += stored_size_bytes(stored);
  turn_values_ +=
      stored.size() > kFewBytes ? count_stored_values(stored) : stored.size() / kBytesOfValue;
}

void Writer::leave_to_next_turn(std::vector<Task>& tasks, std::size_t first) {
  const auto rest = tasks.begin() + static_cast<std::ptrdiff_t>(first);
  queued_.insert(queued_.begin(), std::move_iterator(rest), std::move_iterator(tasks.end()));
  tasks.erase(rest, tasks.end());
}

void Writer::Single::fail() {
  result = commit_failure();
}

void Writer::Single::complete() {
  done(std::move(result));
}

void Writer::Group::fail() {
  results.assign(requests.size(), commit_failure());
}

void Writer::Group::complete() {
  done(std::move(results));
}

void Writer::Work::fail() {
  committed = false;
}

void Writer::Work::complete() {
  if (done) done(committed);
}

void Writer::run(Task& task) {
  if (auto* single = std::get_if<Single>(&task)) return run(*single);
  if (auto* group = std::get_if<Group>(&task)) return run(*group);
  auto& work = std::get<Work>(task);
  ++turn_writes_;
  work.work();
  work.committed = true;
}

void Writer::run(Single& single) {
  ++turn_writes_;
  core::expressions::Effort effort;
  Evaluation evaluation = look_up(single.request, single.result);
  evaluate(single.request, evaluation, single.result, effort);
  turn_bytes_ += effort.spent_bytes();
  if (!single.result.refused() && evaluation.writes) perform(single.request, evaluation);
}

void Writer::run(Group& group) {
  turn_writes_ += group.requests.size();
  group.results.resize(group.requests.size());
  std::vector<Evaluation> evaluations;
  evaluations.reserve(group.requests.size());
  core::expressions::Effort effort;
  bool refused = false;
  std::size_t bytes = 0;
  const std::size_t values_before = turn_values_;
  const auto size_error = [&] {
    return core::transaction_error({bytes, turn_values_ - values_before});
  };
  for (std::size_t i = 0; i < group.requests.size(); ++i) {
    WriteResult& result = group.results[i];
    Evaluation& evaluation = evaluations.emplace_back(look_up(group.requests[i], result));
    auto error = size_error();  // what is too much needn't be read
    if (!error) {
      evaluate(group.requests[i], evaluation, result, effort);
      bytes += std::max(result.previous_size_bytes, result.current_size_bytes);
      error = size_error();
    }
    if (error && !result.error) result.error = error;
    refused = refused || result.refused();
    if (error) break;
  }
  turn_bytes_ += effort.spent_bytes();
  if (refused) return;
  for (std::size_t i = 0; i < group.requests.size(); ++i) {
    if (evaluations[i].writes) perform(group.requests[i], evaluations[i]);
  }
}

// As much of the item as the write looks at.
core::Item* Writer::read_previous(const WriteRequest& request, std::string_view stored,
                                  WriteResult& result) {
  using namespace core::expressions;
  const auto* check = std::get_if<core::ConditionCheck>(&request.write);
  if (check && !request.wants_previous) {
    return &result.previous.emplace(
        decode_attributes(stored, attributes_of(paths_of(check->condition))));
  }
  const bool is_read = keeps_previous(request) || core::reads_previous(request.write);
  return is_read ? &result.previous.emplace(decode_item(stored)) : nullptr;
}

// The item that is there, if there is one.
Writer::Evaluation Writer::look_up(const WriteRequest& request, WriteResult& result) {
  Evaluation evaluation;
  if (const auto found = request.table->items.find(request.item_key)) {
    evaluation.row = found->row;
    evaluation.previous = found->item;
    result.previous_size_bytes = stored_size_bytes(found->item);
    count_item(found->item);
  }
  return evaluation;
}

void Writer::evaluate(WriteRequest& request, Evaluation& evaluation, WriteResult& result,
                      core::expressions::Effort& effort) {
  const Table& table = *request.table;
  if (evaluation.row) {
    evaluation.previous_item = read_previous(request, evaluation.previous, result);
  }
  try {
    const bool updates = std::holds_alternative<core::UpdateItem>(request.write);
    // Otherwise an update makes the new item of the old one.
    const bool keeps = keeps_previous(request);
    core::Outcome outcome =
        core::apply(std::move(request.write), evaluation.previous_item, keeps, effort);
    if (!keeps) {
      evaluation.previous_item = nullptr;
      result.previous.reset();
    }
    result.condition_failed = outcome.condition_failed;
    if (outcome.condition_failed) return;
    if (outcome.keep_previous) {
      result.previous.reset();
      result.current_size_bytes = result.previous_size_bytes;
      return;
    }
    if (outcome.new_item) {
      if (updates) {
        core::check_updated_index_keys(table.definition, *outcome.new_item);
      } else {
        core::check_index_keys(table.definition, *outcome.new_item);
      }
      evaluation.current = encode_item(*outcome.new_item);
      evaluation.current_item = &result.current.emplace(*std::move(outcome.new_item));
      result.current_size_bytes = stored_size_bytes(*evaluation.current);
      count_item(*evaluation.current);
    }
  } catch (const core::ApiError& error) {
    result.error = error;
    return;
  }
  // Equal items have equal bytes: such a write changes nothing and makes no record, as on AWS.
  evaluation.writes =
      evaluation.row ? evaluation.current != evaluation.previous : evaluation.current.has_value();
}

}  // namespace storage
