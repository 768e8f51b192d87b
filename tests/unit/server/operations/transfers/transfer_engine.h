#pragma once

#include "core/json/value.h"
#include "server/object_access.h"
#include "server/operations/transfers/transfers.h"
#include "server/protocol/content_coding.h"
#include "tests/unit/server/operations/tables/music_table.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tests {

// Buckets in memory, all of the caller's account. Completions come when the turn ends.
struct MemoryObjects : server::ObjectAccess {
  explicit MemoryObjects(Engine& engine) : engine_(engine) {}

  std::map<std::string, std::map<std::string, std::string>> buckets;
  std::string account = "000000000000";
  std::string failure;      // of every put from now on
  bool unreadable = false;  // nothing can be read from now on

  std::optional<core::AccountId> owner_of(const std::string& bucket) const override {
    if (!buckets.contains(bucket)) return std::nullopt;
    return core::AccountId(account);
  }
  void put(const std::string& bucket, const std::string& key, std::string content,
           PutDone done) override {
    if (failure.empty()) buckets.at(bucket)[key] = std::move(content);
    later([done = std::move(done), failure = failure] {
      done(failure.empty() ? std::nullopt : std::optional(failure));
    });
  }
  std::vector<std::string> list(const std::string& bucket, const std::string& prefix,
                                const std::string& after, std::size_t most) override {
    std::vector<std::string> keys;
    for (const auto& [key, content] : buckets[bucket]) {
      if (key.starts_with(prefix) && key > after && keys.size() < most) keys.push_back(key);
    }
    return keys;
  }
  std::optional<server::FoundObject> find(const std::string& bucket,
                                          const std::string& key) override {
    const auto found = buckets[bucket].find(key);
    if (found == buckets[bucket].end()) return std::nullopt;
    return server::FoundObject{bucket, key, "", found->second.size()};
  }
  void read(const server::FoundObject& object, std::size_t offset, std::size_t count,
            ReadDone done) override {
    std::optional<std::string> bytes;
    if (!unreadable) bytes = buckets[object.bucket][object.key].substr(offset, count);
    later([done = std::move(done), bytes = std::move(bytes)] { done(bytes); });
  }

 private:
  void later(std::function<void()> call) { engine_.deferred.push_back(std::move(call)); }

  Engine& engine_;
};

// Exports and imports over a database and buckets in memory. What runs goes on when a turn ends.
struct TransferEngine {
  Engine engine;
  MemoryObjects objects{engine};
  server::operations::Transfers transfers{engine.connection, objects, engine.services};

  TransferEngine() { connect(); }
  // On what is stored there.
  explicit TransferEngine(storage::sqlite::Connection stored) : engine(std::move(stored)) {
    connect();
  }

  // The table "Music" with the key id, whose past is kept.
  void create_recoverable_music() {
    create_music(engine);
    set_recovery("true");
  }
  void set_recovery(const std::string& enabled) {
    engine.answer("UpdateContinuousBackups",
                  R"({"TableName":"Music","PointInTimeRecoverySpecification":)"
                  R"({"PointInTimeRecoveryEnabled":)" +
                      enabled + "}}");
  }
  void put(const std::string& id, int number) {
    engine.answer("PutItem", R"({"TableName":"Music","Item":{"id":{"S":")" + id +
                                 R"("},"n":{"N":")" + std::to_string(number) + R"("}}})");
  }
  void erase(const std::string& id) {
    engine.answer("DeleteItem", R"({"TableName":"Music","Key":{"id":{"S":")" + id + R"("}}})");
  }

  // What would go on when the turn ends doesn't, until it is told to.
  std::vector<std::function<void()>> hold() { return std::exchange(engine.deferred, {}); }
  static void go_on(const std::vector<std::function<void()>>& held) {
    for (const auto& each : held) each();
  }

  // A member of an answer's only member, as JSON text; "" when it isn't there.
  static std::string member(const std::string& answer, std::string_view name) {
    const auto document = core::json::Document::parse(answer);
    std::string text;
    const core::json::Object description = document.root().object().at(0).value.object();
    if (const auto value = description.find(name)) {
      text = value->is(core::json::Kind::string) ? std::string(value->string()) : value->text();
    }
    return text;
  }

  // All lines of the gzipped files below a prefix, in the order of their bytes.
  std::vector<std::string> lines_below(const std::string& bucket, const std::string& prefix) {
    std::vector<std::string> lines;
    for (const auto& [key, content] : objects.buckets[bucket]) {
      if (!key.starts_with(prefix)) continue;
      const std::string text =
          server::protocol::decode(content, server::protocol::ContentCoding::gzip, 1 << 20).bytes;
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
      }
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }

 private:
  void connect() {
    engine.services.run_on_worker = [this](std::function<void()> work, std::function<void()> done) {
      engine.deferred.push_back([work = std::move(work), done = std::move(done)] {
        work();
        done();
      });
    };
  }
};

}  // namespace tests
