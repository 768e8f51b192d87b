#include "lambda-host/mappings/address_range.h"

#include <arpa/inet.h>
#include <charconv>

namespace lambda_host {
namespace {

constexpr std::size_t kMaxAddressBytes = INET6_ADDRSTRLEN;

int family_of(std::string_view address) {
  return address.find(':') == std::string_view::npos ? AF_INET : AF_INET6;
}

}  // namespace

std::optional<AddressRange::Bytes> AddressRange::read(int family, const std::string& address) {
  Bytes bytes{};
  if (::inet_pton(family, address.c_str(), bytes.data()) != 1) return std::nullopt;
  return bytes;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view address = text.substr(0, slash);
  const std::string_view digits = text.substr(slash + 1);
  const int family = family_of(address);
  const auto bytes = read(family, std::string(address));
  unsigned bits = 0;
  const char* const end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, bits);
  const bool is_number = error == std::errc() && at == end;
  if (!bytes || !is_number || bits > (family == AF_INET ? 32U : 128U)) return std::nullopt;
  return AddressRange(std::string(text), family, *bytes, bits);
}

bool AddressRange::contains(std::string_view address) const {
  if (address.size() > kMaxAddressBytes || family_of(address) != family_) return false;
  const auto bytes = read(family_, std::string(address));
  if (!bytes) return false;
  for (unsigned bit = 0; bit < bits_; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((bytes_[bit / 8] ^ (*bytes)[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

}  // namespace lambda_host
