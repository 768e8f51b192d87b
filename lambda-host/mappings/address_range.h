#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambda_host {

// A range of IP addresses in CIDR notation: "10.0.0.0/8", "2001:db8::/32".
class AddressRange {
 public:
  // nullopt when the text isn't one.
  static std::optional<AddressRange> parse(std::string_view text);

  // Whether the text is an address of the range's kind and in it.
  bool contains(std::string_view address) const;
  const std::string& text() const { return text_; }

 private:
  using Bytes = std::array<std::uint8_t, 16>;

  AddressRange(std::string text, int family, const Bytes& bytes, unsigned bits)
      : text_(std::move(text)), family_(family), bytes_(bytes), bits_(bits) {}
  static std::optional<Bytes> read(int family, const std::string& address);

  std::string text_;
  int family_;
  Bytes bytes_;
  unsigned bits_;  // how many of them count
};

}  // namespace lambda_host
