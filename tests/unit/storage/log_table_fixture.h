#pragma once

#include "storage/log_table.h"
#include "storage/schema.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using Strings = std::vector<std::string>;

inline const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
inline constexpr std::int64_t kDay = 24 * 60 * 60 * 1000;

// Group "g" of kScope in a database in memory.
struct Store {
  storage::sqlite::Connection connection = storage::sqlite::Connection::in_memory();
  storage::LogTable logs = opened(connection);

  static storage::LogTable opened(storage::sqlite::Connection& connection) {
    storage::migrate(connection);
    return storage::LogTable(connection);
  }

  void append(const std::string& stream, std::vector<storage::NewLogEvent> events,
              std::int64_t now = 1) {
    logs.append(kScope, "g", stream, events, now);
  }
  std::int64_t group() { return logs.find_group(kScope, "g")->id; }
  std::int64_t stored_bytes() { return logs.find_group(kScope, "g")->stored_bytes; }
  storage::LogStream stream(std::string_view name) { return *logs.find_stream(group(), name); }

  Strings messages(std::string_view name, const storage::LogRange& range = {},
                   storage::LogOrder order = storage::LogOrder::ascending) {
    Strings found;
    logs.read_stream(stream(name).id, range, order, [&](const storage::StoredLogEvent& event) {
      found.emplace_back(event.message);
      return true;
    });
    return found;
  }
  Strings group_messages() {
    Strings found;
    logs.read_group(group(), {}, [&](const storage::StoredLogEvent& event) {
      found.emplace_back(event.message);
      return true;
    });
    return found;
  }
  std::int64_t count(const std::string& table) {
    auto statement = connection.prepare("SELECT count(*) FROM " + table);
    auto run = statement.run();
    return run.next() ? run.whole(0) : -1;
  }
};

inline storage::NewLogEvent at(std::int64_t timestamp, const char* message) {
  return {timestamp, message};
}
