#include "core/api_error.h"
#include "core/expressions/legacy_conditions.h"
#include "core/expressions/legacy_updates.h"
#include "core/expressions/parser.h"
#include "core/expressions/request_parameters.h"
#include "server/operations/items/filter_checks.h"
#include "server/operations/items/item_scan.h"
#include "server/operations/items/key_range.h"
#include "server/operations/items/query_operations.h"
#include "server/operations/items/read_projection.h"
#include "server/operations/items/selected_attributes.h"
#include "server/operations/items/start_key.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

struct Segment {
  std::int64_t number = 0;
  std::int64_t total = 1;
};

// What the request says, before the table is known.
struct ScanParameters {
  std::optional<Select> select;
  std::optional<core::Item> start;
  std::optional<Segment> segment;
  PageRequest page;
};

std::optional<Segment> read_segment(const core::json::Object& request) {
  const auto number = request.find("Segment");
  const auto total = request.find("TotalSegments");
  if (!number && !total) return std::nullopt;
  if (!total) {
    core::throw_validation(
        "The TotalSegments parameter is required but was not present in the request when Segment "
        "parameter is present");
  }
  if (!number) {
    core::throw_validation(
        "The Segment parameter is required but was not present in the request when parameter "
        "TotalSegments is present");
  }
  const Segment segment{number->integer(), total->integer()};
  if (segment.number >= segment.total) {
    core::throw_validation(
        fmt::format("The Segment parameter is zero-based and must be less than parameter "
                    "TotalSegments: Segment: {} is not less than TotalSegments: {}",
                    segment.number, segment.total));
  }
  return segment;
}

ScanParameters read_scan_parameters(const core::json::Object& request) {
  core::expressions::check_request_parameters(
      request, {"ProjectionExpression", "FilterExpression"},
      {"AttributesToGet", "ScanFilter", "ConditionalOperator"});
  ScanParameters parameters;
  PageRequest& page = parameters.page;
  parameters.select = read_select(request, ReadOperation::scan);
  if (const auto names = request.find("AttributesToGet")) {
    page.projection = core::expressions::read_attributes_to_get(names->array());
  }
  page.filter = core::expressions::read_filter(request, "ScanFilter");
  parameters.start = read_start_key(request);
  parameters.segment = read_segment(request);
  auto placeholders = core::expressions::read_placeholders(request);
  if (const auto text = request.find("FilterExpression")) {
    page.filter =
        core::expressions::parse_condition(text->string(), "FilterExpression", placeholders);
  }
  if (request.find("ProjectionExpression")) {
    page.projection = read_projection(request, placeholders);
  }
  placeholders.require_all_used();
  if (const auto limit = request.find("Limit")) page.limit = limit->integer();
  const auto consistent = request.find("ConsistentRead");
  page.consistent = consistent && consistent->boolean();
  page.count_only = parameters.select == Select::count;
  return parameters;
}

void check_start(const ReadSource& source, const core::Item& start) {
  if (!has_position_size(source, start)) {
    if (source.index) throw_invalid_start_key();
    throw_invalid_start_key("The provided key element does not match the schema");
  }
  if (!source.index) return;
  check_start_part(source, start, KeyPart::partition);
  check_start_part(source, start, KeyPart::sort);
}

storage::KeyRange range_from(const ReadSource& source, const ScanParameters& parameters) {
  storage::KeyRange range;
  if (const auto& segment = parameters.segment) {
    range = segment_range(static_cast<std::uint64_t>(segment->number),
                          static_cast<std::uint64_t>(segment->total));
  }
  if (!parameters.start) return range;
  std::string position = encode_position(source, *parameters.start);
  if (!contains(range, position)) {
    throw_invalid_start_key(
        fmt::format("Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. "
                    "TotalSegments: {} Segment: {}",
                    parameters.segment->total, parameters.segment->number));
  }
  return range_after(std::move(range), std::move(position), storage::Direction::forward);
}

}  // namespace

std::string scan(const Request& request, Services& services) {
  ScanParameters parameters = read_scan_parameters(request.body);
  PageRequest& page = parameters.page;
  const ReadSource source = require_source(request, services);
  if (parameters.start) check_start(source, *parameters.start);
  page.whole_items = reads_behind_index(source, parameters.select, page.projection);
  if (parameters.start) check_start_item_key(source, *parameters.start);
  page.range = range_from(source, parameters);
  if (page.projection) check_scalar_keys(source.table.definition, *page.projection);
  if (page.filter) check_scalar_keys(source.table.definition, *page.filter);
  return answer_page(source, page, capacity_detail(request.body));
}

}  // namespace server::operations
