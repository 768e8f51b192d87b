#pragma once

#include "core/http_message.h"

#include <string>
#include <strings.h>
#include <utility>
#include <vector>

namespace tests {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

// Header fields in a list, found by name whatever its case.
class FakeHeaders : public core::HttpHeaders {
 public:
  explicit FakeHeaders(HeaderList fields = HeaderList()) : fields_(std::move(fields)) {}

  std::optional<std::string_view> find(std::string_view name) const override {
    for (const auto& [field, value] : fields_) {
      if (strcasecmp(field.c_str(), std::string(name).c_str()) == 0) return value;
    }
    return std::nullopt;
  }
  void for_each(const Visit& visit) const override {
    for (const auto& [field, value] : fields_) visit(field, value);
  }

 private:
  HeaderList fields_;
};

}  // namespace tests
