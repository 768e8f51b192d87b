#pragma once

#include "core/http_message.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a client says in the query protocol: parameters in a form, or in the query of the target,
// whose names spell out a tree. "Attribute.1.Name=DelaySeconds&Attribute.1.Value=5".
namespace server::protocol {

// The first parameter of that name at the beginning of a form (64 KB of it), or in the target.
std::optional<std::string> find_query_parameter(const core::HttpRequest& request,
                                                std::string_view name);

class QueryForm {
 public:
  // More than any request that AWS accepts has; those that repeat a name count, too.
  static constexpr std::size_t kMaxParameters = 10'000;

  QueryForm() = default;
  // Of a request's target and form. Throws for too many parameters.
  explicit QueryForm(const core::HttpRequest& request);

  void add(std::string name, std::string value);
  std::optional<std::string_view> find(std::string_view name) const;
  // Whether there is a parameter of that name, or below it.
  bool has(std::string_view name) const;
  // The numbers that stand behind the name and a dot, in their order.
  std::vector<std::size_t> numbers_below(std::string_view name) const;

 private:
  void add_all(std::string_view text);

  std::map<std::string, std::string, std::less<>> parameters_;
  std::size_t added_ = 0;
};

}  // namespace server::protocol
