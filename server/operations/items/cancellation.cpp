#include "server/operations/items/cancellation.h"

#include "core/json/attribute_value_json.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::operations {
namespace {

void write_reason(core::json::Writer& writer, const CancellationReason& reason) {
  writer.begin_object().member("Code", reason.code);
  if (!reason.message.empty()) writer.member("Message", reason.message);
  if (reason.item) {
    writer.key("Item");
    core::json::write_item(writer, *reason.item);
  }
  writer.end_object();
}

}  // namespace

CancellationReason validation_reason(std::string message) {
  return {"ValidationError", std::move(message), std::nullopt};
}

bool cancels(const std::vector<CancellationReason>& reasons) {
  return std::any_of(reasons.begin(), reasons.end(),
                     [](const CancellationReason& reason) { return reason.code != "None"; });
}

core::ApiError transaction_canceled(const std::vector<CancellationReason>& reasons) {
  std::vector<std::string_view> codes;
  core::json::Writer writer;
  writer.begin_array();
  for (const CancellationReason& reason : reasons) {
    codes.push_back(reason.code);
    write_reason(writer, reason);
  }
  writer.end_array();
  return {core::ErrorCode::transaction_canceled,
          fmt::format("Transaction cancelled, please refer cancellation reasons for specific "
                      "reasons [{}]",
                      fmt::join(codes, ", ")),
          "\"CancellationReasons\":" + writer.take()};
}

}  // namespace server::operations
