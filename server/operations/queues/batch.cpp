#include "server/operations/queues/batch.h"

#include "core/ascii.h"
#include "core/limits.h"
#include "server/operations/queues/queue_access.h"
#include "server/protocol/query_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace server::operations {
namespace {

using core::ApiError;
using core::ErrorCode;
namespace limits = core::limits;

bool is_entry_id(std::string_view id) {
  return !id.empty() && id.size() <= limits::kMaxBatchEntryIdLength &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return core::is_letter(c) || core::is_digit(c) || c == '-' || c == '_';
         });
}

void check_count(std::size_t count, std::string_view entry_name) {
  if (count == 0) {
    throw ApiError(ErrorCode::empty_batch_request,
                   fmt::format("There should be at least one {} in the request.", entry_name));
  }
  if (count > limits::kMaxBatchEntries) {
    throw ApiError(ErrorCode::too_many_entries_in_batch_request,
                   fmt::format("Maximum number of entries per request are {}. You have sent {}.",
                               limits::kMaxBatchEntries, count));
  }
}

void check_ids(const std::vector<BatchEntry>& entries) {
  std::set<std::string_view> seen;
  for (const BatchEntry& entry : entries) {
    if (!is_entry_id(entry.id)) {
      throw ApiError(ErrorCode::invalid_batch_entry_id,
                     "A batch entry id can only contain alphanumeric characters, hyphens and "
                     "underscores. It can be at most 80 letters long.");
    }
    if (!seen.insert(entry.id).second) {
      throw ApiError(ErrorCode::batch_entry_ids_not_distinct,
                     fmt::format("Id {} repeated.", entry.id));
    }
  }
}

void append(std::string& list, const std::string& element) {
  if (!list.empty()) list += ',';
  list += element;
}

}  // namespace

std::vector<BatchEntry> read_batch(const Request& request, std::string_view entry_name,
                                   std::string_view required_member) {
  std::vector<BatchEntry> entries;
  const auto given = request.body.find("Entries");
  if (given) {
    given->array().for_each([&](const core::json::Value& entry) {
      const auto input = entry.object();
      entries.push_back({std::string(text_of(input, "Id")), input});
    });
  }
  check_count(entries.size(), entry_name);
  std::size_t number = 0;
  for (const BatchEntry& entry : entries) {
    ++number;
    for (const std::string_view member : {std::string_view("Id"), required_member}) {
      if (entry.input.find(member)) continue;
      throw ApiError(ErrorCode::missing_required_parameter,
                     fmt::format("The request must contain the parameter {}.{}.{}.", entry_name,
                                 number, member));
    }
  }
  check_ids(entries);
  return entries;
}

void BatchAnswer::succeeded(std::string_view id,
                            const std::function<void(core::json::Writer&)>& rest) {
  core::json::Writer writer;
  writer.begin_object().member("Id", id);
  if (rest) rest(writer);
  append(successful_, writer.end_object().take());
}

void BatchAnswer::failed(std::string_view id, const ApiError& error) {
  const auto wire = protocol::query_error(error.code());
  core::json::Writer writer;
  writer.begin_object().member("Code", wire.code).member("Id", id);
  writer.member("Message", std::string_view(error.message()));
  append(failed_, writer.member("SenderFault", wire.by_sender).end_object().take());
}

std::string BatchAnswer::take() {
  core::json::Writer writer;
  writer.begin_object();
  if (!successful_.empty()) writer.key("Successful").raw("[" + successful_ + "]");
  if (!failed_.empty()) writer.key("Failed").raw("[" + failed_ + "]");
  return writer.end_object().take();
}

}  // namespace server::operations
