#include "server/operation_call.h"

#include "core/limits.h"
#include "server/protocol/content_coding.h"

namespace server {

Call require_call(std::string_view target) {
  const auto* operation = operations::find_operation(target);
  const auto* input = protocol::find_input_shape(target);
  if (!operation || !input) throw core::ApiError(core::ErrorCode::unknown_operation, "");
  return {*operation, *input};
}

std::string take_body(core::HttpRequest& request) {
  const auto coding = protocol::find_coding(request.headers.find("Content-Encoding").value_or(""));
  // To AWS it is its own fault when a body isn't coded as its header says.
  if (!coding) throw internal_error();
  protocol::Decoded body =
      protocol::decode(std::move(request.body), *coding, core::limits::kMaxRequestBytes);
  if (body.status == protocol::DecodeStatus::too_large) {
    throw core::ApiError(core::ErrorCode::request_entity_too_large, "");
  }
  if (body.status == protocol::DecodeStatus::malformed) throw internal_error();
  return std::move(body.bytes);
}

core::ApiError no_room() {
  return {core::ErrorCode::service_unavailable,
          "As much is waiting as --memory-budget allows. Try again later."};
}

core::ApiError internal_error() {
  return {core::ErrorCode::internal, "Internal server error"};
}

bool reads_long(const core::HttpRequest& request) {
  constexpr std::size_t kQuickBytes = 256 * core::limits::kKilobyte;
  constexpr std::size_t kQuickPackedBytes = 256;
  const bool packed = request.headers.find("Content-Encoding").has_value();
  return request.body.size() > (packed ? kQuickPackedBytes : kQuickBytes);
}

std::optional<storage::Writer::Way> way_to_wait(const Incoming& incoming,
                                                const Services& services) {
  // Whoever transacts has to wait wherever anybody has: mostly nobody, and no name is looked at.
  if (!services.writer.has_to_wait(storage::Writer::Way::transacts)) return std::nullopt;
  if (!incoming.operation) return std::nullopt;
  const auto way = operations::way_of_writing(*incoming.operation);
  return way && services.writer.has_to_wait(*way) ? way : std::nullopt;
}

void read(Incoming& incoming, ReadBody read_body) {
  try {
    read_body(incoming);
  } catch (const std::exception&) {
    incoming.failure = std::current_exception();
  }
}

bool reads_ahead(const Incoming& incoming) {
  // Sixteen of the longest statements, which take a millisecond each.
  constexpr std::size_t kQuickBytes = 128 * core::limits::kKilobyte;
  return incoming.document && incoming.document->text_bytes() > kQuickBytes &&
         operations::find_read_ahead(*incoming.operation);
}

void read_ahead(Incoming& incoming) {
  try {
    const auto read = operations::find_read_ahead(*incoming.operation);
    incoming.ahead = read(incoming.document->root().object());
  } catch (const std::exception&) {
    incoming.ahead_failure = std::current_exception();
  }
}

}  // namespace server
