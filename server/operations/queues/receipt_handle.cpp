#include "server/operations/queues/receipt_handle.h"

#include "core/base64.h"
#include "core/digest.h"

namespace server::operations {
namespace {

constexpr std::string_view kMark = "\x01\x01\x01";  // "AQEB", as AWS's handles begin
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kHashBytes = 12;
constexpr std::size_t kBytes = kMark.size() + 3 * kNumberBytes + kHashBytes;

void append(std::string& bytes, std::int64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> shift));
  }
}

std::int64_t number_at(std::string_view bytes, std::size_t index) {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(kMark.size() + index * kNumberBytes, kNumberBytes)) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return static_cast<std::int64_t>(number);
}

std::string hash_of(std::string_view bytes) {
  return core::sha256("receipt handle" + std::string(bytes)).substr(0, kHashBytes);
}

}  // namespace

std::string to_text(const ReceiptHandle& handle) {
  std::string bytes(kMark);
  append(bytes, handle.queue);
  append(bytes, handle.message);
  append(bytes, handle.receive);
  return core::base64_encode(bytes + hash_of(bytes));
}

std::optional<ReceiptHandle> parse_receipt_handle(std::string_view text) {
  const auto bytes = core::base64_decode(text);
  if (!bytes || bytes->size() != kBytes || !bytes->starts_with(kMark)) return std::nullopt;
  const std::string_view numbers = std::string_view(*bytes).substr(0, kBytes - kHashBytes);
  if (hash_of(numbers) != std::string_view(*bytes).substr(numbers.size())) return std::nullopt;
  return ReceiptHandle{number_at(numbers, 0), number_at(numbers, 1), number_at(numbers, 2)};
}

}  // namespace server::operations
