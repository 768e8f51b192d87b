#pragma once

#include "core/attribute_value.h"

#include <cstddef>

// How many bytes DynamoDB counts for values and items: for the limit of 400 KB, for a record's
// SizeBytes, for capacity units and page sizes. Independent of how we store them.
namespace core {

std::size_t number_size_bytes(const Number& number);

// Without the name of the attribute that holds the value.
std::size_t attribute_value_size_bytes(const AttributeValue& value);

// Names and values of all attributes. For keys, too: they are small items.
std::size_t item_size_bytes(const Item& item);

// That the items of a transaction, read or written, aren't too large together. Throws
// ApiError(validation) in the API reference's words: what AWS answers isn't recorded.
void check_transaction_size(std::size_t size_bytes);

}  // namespace core
