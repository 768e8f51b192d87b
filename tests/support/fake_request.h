#pragma once

#include "core/http_message.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

namespace tests {

// Header fields in a list, found by name whatever its case.
class FakeHeaders : public core::HttpHeaders {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  explicit FakeHeaders(Fields fields = {}) : fields_(std::move(fields)) {}

  std::optional<std::string_view> find(std::string_view name) const override {
    const auto same = [](unsigned char a, unsigned char b) {
      return std::tolower(a) == std::tolower(b);
    };
    for (const auto& [field, value] : fields_) {
      if (std::equal(field.begin(), field.end(), name.begin(), name.end(), same)) return value;
    }
    return std::nullopt;
  }

 private:
  Fields fields_;
};

}  // namespace tests
