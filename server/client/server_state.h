#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a running server has, as `rivulet status` shows it: values, read from the answers of its
// APIs. What reads an answer throws NoAnswer when it isn't one.
namespace server::client {

struct TableState {
  std::string name;
  std::int64_t items = 0;
  std::string status;
  std::string stream;  // the view type; empty: it has none
};

struct QueueState {
  std::string name;
  std::string waiting;  // messages, as SQS counts them
  std::string in_flight;
};

struct FunctionState {
  std::string name;
  std::string runtime;
  std::string handler;
};

struct MappingState {
  std::string source;  // the table's or the queue's name
  std::string function;
  std::string state;
  std::int64_t behind = 0;
  bool more = false;  // there are more than were counted
  double oldest_age_seconds = 0;
  std::string last_error;
};

struct ErrorState {
  std::string where;  // "Orders -> resize"
  std::string text;
};

// A list of which only the first ones are shown.
template <class Entry>
struct Listed {
  std::vector<Entry> entries;
  std::size_t left_out = 0;
};

struct ServerState {
  std::string version;
  Listed<TableState> tables;
  Listed<QueueState> queues;
  Listed<FunctionState> functions;
  Listed<MappingState> mappings;
  std::vector<ErrorState> errors;  // the newest last
};

std::string read_version(const std::string& health);
std::vector<std::string> read_names(const std::string& answer, std::string_view list);
// The page's mark for the next one: "" behind the last.
std::string read_text(const std::string& answer, std::string_view member);
TableState read_table(const std::string& described);
QueueState read_queue(const std::string& name, const std::string& attributes);
std::vector<FunctionState> read_functions(const std::string& answer);
std::vector<MappingState> read_mappings(const std::string& answer);
// The batches that were given up, as errors.
std::vector<ErrorState> read_discards(const std::string& answer);

}  // namespace server::client
