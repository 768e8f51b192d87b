#include "server/lambda_api/page.h"

#include "core/api_error.h"
#include "core/base64.h"
#include "lambda-host/constraints.h"
#include "server/lambda_api/query.h"
#include "server/protocol/url.h"

#include <algorithm>

namespace server::lambda_api {
namespace {

std::size_t checked_max_items(int value, int highest) {
  lambda_host::Constraints constraints;
  constraints.check_range(value, "maxItems", 1, highest);
  constraints.require_none();
  return static_cast<std::size_t>(value);
}

}  // namespace

Page requested_page(std::string_view target, std::size_t limit, int max_max_items) {
  Page page{{}, limit};
  if (const auto max_items = query_integer(target, "MaxItems")) {
    page.max_items = std::min(limit, checked_max_items(*max_items, max_max_items));
  }
  const auto marker = protocol::query_parameter(target, "Marker");
  if (!marker || marker->empty()) return page;
  const auto name = core::base64_decode(*marker);
  if (!name) throw core::ApiError(core::ErrorCode::invalid_parameter_value, "Invalid Marker");
  page.after = *name;
  return page;
}

std::string next_marker(std::string_view name) {
  return core::base64_encode(name);
}

PageWriter::PageWriter(std::string_view member, Page page) : page_(std::move(page)) {
  writer_.begin_object().key(member).begin_array();
}

void PageWriter::add(std::string_view name, const std::function<void(core::json::Writer&)>& write) {
  if (name <= page_.after) return;
  is_complete_ = listed_ < page_.max_items;
  if (!is_complete_) return;
  write(writer_);
  last_ = name;
  ++listed_;
}

std::string PageWriter::take() {
  writer_.end_array();
  if (!is_complete_) writer_.member("NextMarker", next_marker(last_));
  writer_.end_object();
  return writer_.take();
}

}  // namespace server::lambda_api
