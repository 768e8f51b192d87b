#include "server/operations/transfers/import_items.h"

#include "core/api_error.h"
#include "core/base64.h"
#include "core/index_keys.h"
#include "core/item_size.h"
#include "core/json/attribute_value_json.h"
#include "core/json/value.h"
#include "core/limits.h"
#include "core/utf8.h"
#include "server/operations/tables/table_access.h"
#include "server/protocol/deserialize.h"
#include "server/protocol/model/dynamodb_shapes.h"
#include "storage/item_codec.h"
#include "storage/key_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

namespace server::operations {
namespace {

constexpr protocol::Member kLineMembers[] = {
    {"Item", protocol::kAttributeMap, protocol::kOptional},
};
constexpr protocol::Shape kLine = protocol::structure("Line", kLineMembers);

ImportedItem checked(const core::Item& item, const core::TableDefinition& table) {
  check_item_key(table.key, item);
  core::check_index_keys(table, item);
  if (core::item_size_bytes(item) > core::limits::kMaxItemBytes) {
    core::throw_validation("Item size has exceeded the maximum allowed size");
  }
  return {storage::encode_key(table.key, item), storage::encode_item(item)};
}

core::ScalarType type_of(const std::string& name, const core::TableDefinition& table) {
  const auto found = std::find_if(table.attributes.begin(), table.attributes.end(),
                                  [&](const auto& each) { return each.name == name; });
  return found == table.attributes.end() ? core::ScalarType::s : found->type;
}

core::AttributeValue value_of(const std::string& text, core::ScalarType type) {
  switch (type) {
    case core::ScalarType::s: return core::AttributeValue(text);
    case core::ScalarType::n: return core::AttributeValue(core::Number::parse(text));
    case core::ScalarType::b: {
      auto bytes = core::base64_decode(text);
      if (!bytes) core::throw_validation("A binary value of a CSV file must be base64");
      return core::AttributeValue(core::Binary{*std::move(bytes)});
    }
  }
  __builtin_unreachable();
}

// The first columns by their names, so that even a wide row becomes an item without shifting its
// attributes; of a repeated name, as in the header: the last one counts.
std::vector<std::uint32_t> columns_by_name(const std::vector<std::string>& header,
                                           std::size_t count) {
  std::vector<std::uint32_t> columns(count);
  std::iota(columns.begin(), columns.end(), 0U);
  std::stable_sort(columns.begin(), columns.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return header[a] < header[b]; });
  return columns;
}

void check_row(const CsvRow& row, const std::vector<std::string>& header) {
  if (!row.well_formed) {
    core::throw_validation(
        "Double quotes of a CSV file must be escaped by another one, in a field in double quotes");
  }
  if (row.fields.size() > header.size()) {
    core::throw_validation(
        fmt::format("The row has {} fields, its header {}", row.fields.size(), header.size()));
  }
  if (!std::all_of(row.fields.begin(), row.fields.end(), core::is_utf8)) {
    core::throw_validation("A CSV file must be UTF-8");
  }
}

}  // namespace

ImportedItem item_of_line(std::string line, const core::TableDefinition& table) {
  const auto document = core::json::Document::parse(std::move(line));
  protocol::check_types(document.root(), kLine);
  const auto item = document.root().object().find("Item");
  if (!item) core::throw_validation("A line of DynamoDB JSON must have an Item");
  return checked(core::json::read_item(*item), table);
}

ImportedItem item_of_row(const CsvRow& row, const std::vector<std::string>& header,
                         const core::TableDefinition& table) {
  check_row(row, header);
  std::vector<core::AttributeValue> values;
  values.reserve(row.fields.size());
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    values.push_back(value_of(row.fields[i], type_of(header[i], table)));
  }
  core::Item item;
  item.reserve(values.size());
  for (const std::uint32_t column : columns_by_name(header, values.size())) {
    item.insert_or_assign(header[column], std::move(values[column]));
  }
  return checked(item, table);
}

}  // namespace server::operations
