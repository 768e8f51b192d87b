#include "storage/queue_table.h"

#include <fmt/format.h>

namespace storage {
namespace {

constexpr const char* kSelectQueues =
    "SELECT id, bucket, account, region, name, created_at, modified_at, attributes, tags FROM "
    "queue";

std::vector<Queue> read_queues(sqlite::Run& run) {
  std::vector<Queue> queues;
  while (run.next()) {
    Queue& queue = queues.emplace_back();
    queue.id = run.whole(0);
    queue.bucket = run.whole(1);
    queue.scope = {core::AccountId(std::string(run.text(2))),
                   core::Region(std::string(run.text(3)))};
    queue.name = core::QueueName(std::string(run.text(4)));
    queue.created_at = run.whole(5);
    queue.modified_at = run.whole(6);
    queue.attributes = text_map_from_json(run.text(7));
    queue.tags = text_map_from_json(run.text(8));
  }
  return queues;
}

}  // namespace

QueueTable::QueueTable(sqlite::Connection& connection)
    : connection_(connection),
      load_all_(connection.prepare(kSelectQueues)),
      list_(connection.prepare(
          fmt::format("{} WHERE account = ? AND region = ? AND name > ? ORDER BY name LIMIT ?",
                      kSelectQueues))),
      create_(connection.prepare("INSERT INTO queue (bucket, account, region, name, created_at, "
                                 "modified_at, attributes, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")),
      update_(connection.prepare("UPDATE queue SET bucket = ?, modified_at = ?, attributes = ?, "
                                 "tags = ? WHERE id = ?")),
      erase_(connection.prepare("DELETE FROM queue WHERE id = ?")) {}

std::vector<Queue> QueueTable::load_all() {
  auto run = load_all_.run();
  return read_queues(run);
}

std::vector<Queue> QueueTable::list(const core::Scope& scope, std::string_view after,
                                    std::size_t most) {
  auto run = list_.run();
  run.bind_text(1, scope.account.get()).bind_text(2, scope.region.get()).bind_text(3, after);
  run.bind(4, static_cast<std::int64_t>(most));
  return read_queues(run);
}

std::int64_t QueueTable::create(const Queue& queue) {
  const std::string attributes = text_map_json(queue.attributes);
  const std::string tags = text_map_json(queue.tags);
  create_.run()
      .bind(1, queue.bucket)
      .bind_text(2, queue.scope.account.get())
      .bind_text(3, queue.scope.region.get())
      .bind_text(4, queue.name.get())
      .bind(5, queue.created_at)
      .bind(6, queue.modified_at)
      .bind_text(7, attributes)
      .bind_text(8, tags)
      .execute();
  return connection_.last_insert_rowid();
}

void QueueTable::update(const Queue& queue) {
  const std::string attributes = text_map_json(queue.attributes);
  const std::string tags = text_map_json(queue.tags);
  update_.run()
      .bind(1, queue.bucket)
      .bind(2, queue.modified_at)
      .bind_text(3, attributes)
      .bind_text(4, tags)
      .bind(5, queue.id)
      .execute();
}

void QueueTable::erase(std::int64_t queue) {
  erase_.run().bind(1, queue).execute();
}

}  // namespace storage
