#pragma once

#include "core/api_error.h"
#include "core/attribute_value.h"

#include <cstddef>
#include <optional>

// How many bytes DynamoDB counts for values and items: for the limit of 400 KB, for a record's
// SizeBytes, for capacity units and page sizes. Independent of how we store them.
namespace core {

std::size_t number_size_bytes(const Number& number);

// Without the name of the attribute that holds the value.
std::size_t attribute_value_size_bytes(const AttributeValue& value);

// Names and values of all attributes. For keys, too: they are small items.
std::size_t item_size_bytes(const Item& item);

// How many values there are, with those within others: elements, and members of sets.
std::size_t count_values(const Item& item);
std::size_t count_values(const AttributeValue& value);  // the value itself, too

// The items of a transaction, read or written.
struct TransactionSize {
  std::size_t bytes = 0;
  std::size_t values = 0;  // with those within others
};
// What is wrong when they are too large together, in the API reference's words: what AWS answers
// isn't recorded. Or when they have more values than can be looked at while others wait.
std::optional<ApiError> transaction_error(const TransactionSize& size);

}  // namespace core
