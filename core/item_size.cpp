#include "core/item_size.h"

#include "core/api_error.h"
#include "core/limits.h"

#include <fmt/format.h>

// The rules are those of "DynamoDB Item sizes and formats" in the developer guide; where it says
// "approximately", of sizes seen in stream records.
namespace core {
namespace {

constexpr std::size_t kDocumentBytes = 3;  // each list and map
constexpr std::size_t kElementBytes = 1;   // each element of a list or map

std::size_t size(const std::string& text) {
  return text.size();
}
std::size_t size(const Number& number) {
  return number_size_bytes(number);
}
std::size_t size(const Binary& binary) {
  return binary.bytes.size();
}
std::size_t size(bool) {
  return 1;
}
std::size_t size(Null) {
  return 1;
}

template <class T>
std::size_t size(const Set<T>& set) {
  std::size_t bytes = 0;
  for (const T& member : set.members) bytes += size(member);
  return bytes;
}

std::size_t size(const List& list) {
  std::size_t bytes = kDocumentBytes;
  for (const AttributeValue& element : list) {
    bytes += kElementBytes + attribute_value_size_bytes(element);
  }
  return bytes;
}

std::size_t size(const AttributeMap& map) {
  return kDocumentBytes + kElementBytes * map.size() + item_size_bytes(map);
}

std::size_t count_within(const List& list) {
  std::size_t values = 0;
  for (const AttributeValue& element : list) values += count_values(element);
  return values;
}
std::size_t count_within(const AttributeMap& map) {
  return count_values(map);
}
template <class T>
std::size_t count_within(const Set<T>& set) {
  return set.members.size();
}
template <class T>
std::size_t count_within(const T&) {
  return 0;
}

// Rounds towards minus infinity, so that pairs of digits align on the decimal point.
int pair_of(int place) {
  return place >> 1;
}

}  // namespace

// One byte for each pair of digits from the first to the last that isn't 0, one for the exponent,
// one for a minus sign.
std::size_t number_size_bytes(const Number& number) {
  if (number.is_zero()) return 1;
  const int pairs = pair_of(number.magnitude()) - pair_of(number.exponent()) + 1;
  const std::size_t sign_bytes = number.is_negative() ? 1 : 0;
  return static_cast<std::size_t>(pairs) + 1 + sign_bytes;
}

std::size_t attribute_value_size_bytes(const AttributeValue& value) {
  return std::visit([](const auto& node) { return size(node); }, value.node());
}

std::size_t item_size_bytes(const Item& item) {
  std::size_t bytes = 0;
  for (const Attribute& attribute : item) {
    bytes += attribute.name.size() + attribute_value_size_bytes(attribute.value);
  }
  return bytes;
}

std::size_t count_values(const Item& item) {
  std::size_t values = 0;
  for (const Attribute& attribute : item) values += count_values(attribute.value);
  return values;
}

std::size_t count_values(const AttributeValue& value) {
  return 1 + std::visit([](const auto& node) { return count_within(node); }, value.node());
}

std::optional<ApiError> transaction_error(const TransactionSize& size) {
  if (size.bytes > limits::kMaxTransactionBytes) {
    return ApiError(ErrorCode::validation,
                    "The aggregate size of the items in the transaction cannot exceed 4 MB");
  }
  if (size.values > limits::kMaxTransactionValues) {
    return ApiError(ErrorCode::validation,
                    fmt::format("The items of the transaction have more than {} values in all. "
                                "DynamoDB would take them; Rivulet has this limit so that other "
                                "requests needn't wait.",
                                limits::kMaxTransactionValues));
  }
  return std::nullopt;
}

}  // namespace core
