#pragma once

#include "core/attribute_value.h"
#include "core/table_definition.h"
#include "server/operations/transfers/csv_rows.h"

#include <string>
#include <vector>

// What is an item of a table, and what isn't. Pure.
namespace server::operations {

// An item in its stored form.
struct ImportedItem {
  std::string key;
  std::string item;
};

// Throw ApiError for what isn't an item that the table can have, as PutItem words it.
//
// A line of DynamoDB JSON, {"Item":{…}}. Also throws json::ParseError.
ImportedItem item_of_line(std::string line, const core::TableDefinition& table);
// A row of CSV: strings, but for the attributes of keys, which are what the table defines. A row
// that ends early has fewer attributes.
ImportedItem item_of_row(const CsvRow& row, const std::vector<std::string>& header,
                         const core::TableDefinition& table);

}  // namespace server::operations
