#pragma once

#include "core/api_error.h"
#include "core/http_message.h"
#include "core/json/value.h"
#include "core/names.h"
#include "server/services.h"
#include "storage/writer.h"

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

// An operation of a JSON protocol: DynamoDB, its streams, CloudWatch Logs, SQS (also in its query
// form). By the time one runs, its body fits the input shape (server/protocol/model): required
// members are there, every member has its type and keeps its constraints. What is left to check is
// what AWS checks in the operation.
namespace server::operations {

struct Request {
  core::json::Object body;
  core::Scope scope;
  std::string_view host = "localhost";  // as the client addressed us, with a port if it named one
  core::HttpPeer* peer = nullptr;       // until the reply, for an operation that lets it wait
  // Of a batch, so many of the last requests are left undone, as AWS does when it has to hurry.
  std::size_t unprocessed = 0;
  std::size_t body_bytes = std::numeric_limits<std::size_t>::max();  // of the body's text, at most
  // What its ReadAhead made of the body; nullptr: that is left to the operation.
  std::shared_ptr<void> ahead = nullptr;
};

// The body of a 200 as JSON text, or what went wrong.
using Answer = std::variant<std::string, core::ApiError>;
// Called once, on the engine thread, at once or later. Later is after Request has gone.
using Reply = std::function<void(Answer)>;

struct Operation {
  std::string_view target;  // "DynamoDB_20120810.GetItem"
  // One of the two. Both may throw ApiError before they return.
  std::string (*answer)(const Request&, Services&) = nullptr;  // answers on the spot
  void (*start)(const Request&, Services&, Reply) = nullptr;   // answers after the commit
};

// What an operation begins with and what takes long for a long body, which then is read by this on
// a worker thread. It knows nothing but the body, and may throw ApiError.
using ReadAhead = std::shared_ptr<void> (*)(const core::json::Object& body);
// nullptr: it reads nothing ahead.
ReadAhead find_read_ahead(const Operation& operation);
// What was read ahead of the body, or else what `read` makes of it now.
template <class ReadNow>
auto take_read(const Request& request, ReadNow read) {
  using Read = decltype(read());
  if (!request.ahead) return read();
  return std::move(*std::static_pointer_cast<Read>(request.ahead));
}

// How it writes; nullopt: it only reads, and needn't wait for those that write.
std::optional<storage::Writer::Way> way_of_writing(const Operation& operation);

// nullptr when there is no such operation.
const Operation* find_operation(std::string_view target);
std::span<const Operation> all_operations();

}  // namespace server::operations
