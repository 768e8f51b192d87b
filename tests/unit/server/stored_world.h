#pragma once

#include "lambda-host/functions/code_directory.h"
#include "lambda-host/functions/function_json.h"
#include "lambda-host/functions/function_registry.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "server/function_table.h"
#include "storage/files/data_directory.h"
#include "streams/log_stream_source.h"
#include "tests/support/engine.h"
#include "tests/support/fake_destination.h"
#include "tests/unit/lambda-host/functions/zip_builder.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <string>

// All that is stored, and what the program knows of it in memory.
namespace tests {

struct IdleAlarm : lambda_host::Alarm {
  void after(core::Duration, std::function<void()>) override {}
  void cancel() override {}
};

struct IdleInvoker : lambda_host::Invoker {
  void invoke(lambda_host::InvocationRequest, lambda_host::InvocationDone) override {}
};

inline storage::sqlite::Connection copy_of(storage::sqlite::Connection& database) {
  auto copy = storage::sqlite::Connection::in_memory();
  sqlite3_backup* backup = sqlite3_backup_init(copy.handle(), "main", database.handle(), "main");
  sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  return copy;
}

struct StoredWorld {
  StoredWorld() : StoredWorld(migrated()) {}
  explicit StoredWorld(storage::sqlite::Connection stored) : engine(std::move(stored)) {}

  // What a server would know that is started on the same data.
  std::unique_ptr<StoredWorld> reopened() {
    auto other = std::make_unique<StoredWorld>(copy_of(engine.connection));
    other->engine.clock.set(engine.clock.now());
    return other;
  }

  // All that is known, as text.
  std::string shown() {
    std::string text;
    for (storage::Table* table : engine.catalog.list(engine.scope, "")) show(*table, text);
    for (const auto* stream = engine.stream_registry.stream_after(""); stream;
         stream = engine.stream_registry.stream_after(stream->arn.get())) {
      show(*stream, text);
    }
    for (const auto& function : functions.list(engine.scope)) {
      text += lambda_host::write_stored_configuration(function->configuration) + '\n';
    }
    for (const auto* mapping : mappings.list(engine.scope, {}).mappings) {
      text += mapping->id.get() + lambda_host::write_stored_mapping(*mapping) + '\n';
    }
    show_logs(text);
    return text;
  }

  lambda_host::PreparedCode code() {
    return lambda_host::prepare_code(build_zip({file("main.py", "def handler(e, c): pass")}),
                                     functions.code_root());
  }

  storage::files::DataDirectory directory = storage::files::DataDirectory::temporary();
  Engine engine;
  server::FunctionTable function_table{engine.connection, engine.writer};
  lambda_host::FunctionRegistry functions{function_table, engine.clock, directory.functions()};
  streams::LogStreamSource source{engine.shard_log, engine.stream_registry, engine.writer};
  IdleInvoker invoker;
  FakeDestination destination;
  lambda_host::MappingRegistry mappings{
      engine.connection,
      engine.writer,
      functions,
      {source, invoker, engine.clock, [] { return std::make_unique<IdleAlarm>(); }, destination}
  };

 private:
  static storage::sqlite::Connection migrated() {
    auto database = storage::sqlite::Connection::in_memory();
    storage::migrate(database);
    return database;
  }

  void show(const storage::Table& table, std::string& text) {
    const std::string& name = table.definition.name.get();
    const std::string body = R"({"TableName":")" + name + "\"}";
    for (const char* operation :
         {"DescribeTable", "DescribeTimeToLive", "DescribeContinuousBackups", "Scan"}) {
      text += engine.answer(operation, body) + '\n';
    }
    for (const storage::Index& index : table.indexes) {
      text += engine.answer("Scan", R"({"TableName":")" + name + R"(","IndexName":")" +
                                        index.definition.name.get() + "\"}") +
              '\n';
    }
    for (const core::Tag& tag : table.definition.tags) text += tag.key + '=' + tag.value + '\n';
    if (!table.stream) return;
    for (const auto& shard : table.stream->shards) {
      text += fmt::format("writes to {} from {}\n", shard.number, shard.first_hash);
    }
  }

  static void show(const streams::Stream& stream, std::string& text) {
    const auto time = [](const std::optional<core::WallTime>& at) {
      return at ? core::epoch_milliseconds(*at) : -1;
    };
    text += fmt::format("{} {}\n", stream.arn.get(), time(stream.row.disabled_at));
    for (const storage::ShardRow& shard : stream.shards) {
      text += fmt::format("{} {} {} {} {} {} {} {}\n", shard.number, shard.id.get(),
                          shard.first_hash, shard.first_sequence.get(),
                          shard.last_sequence.value_or(core::SequenceNumber(0)).get(),
                          time(shard.created_at), time(shard.closed_at),
                          shard.trimmed_to.value_or(core::SequenceNumber(0)).get());
    }
  }

  void show_logs(std::string& text) {
    text += engine.answer("DescribeLogGroups", "{}") + '\n';
    storage::LogGroupQuery all;
    all.limit = 50;
    for (const auto& group : engine.logs.find_groups(engine.scope, all)) {
      const std::string name = R"({"logGroupName":")" + group.name + "\"}";
      text += engine.answer("DescribeLogStreams", name) + '\n';
      text += engine.answer("ListTagsLogGroup", name) + '\n';
    }
  }
};

}  // namespace tests
