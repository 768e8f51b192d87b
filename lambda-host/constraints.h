#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace lambda_host {

// Throws ApiError(invalid_parameter_value), Lambda's word for a value that it can't do anything
// with.
[[noreturn]] void throw_invalid_parameter(std::string message);

// The same, for the few that AWS answers without a Type.
[[noreturn]] void throw_untyped_invalid_parameter(std::string message);

// Gathers every value outside the API model's limits, since AWS names them all in one error:
// `2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member must
// have value greater than or equal to 1; Value …`.
class Constraints {
 public:
  // `rule` is what comes behind "Member must ".
  void violated(std::string_view value, std::string_view member, std::string_view rule);
  void missing(std::string_view member);
  // The same of a map's "keys" or "value": `rules` are all that these have to keep.
  void map_violated(std::string_view value, std::string_view member, std::string_view part,
                    std::string_view rules);

  void check_range(std::int64_t value, std::string_view member, std::int64_t low,
                   std::int64_t high);
  // A length in UTF-16 code units, as AWS counts.
  void check_length(std::string_view value, std::string_view member, std::size_t high);
  void check_one_of(std::string_view value, std::string_view member,
                    std::initializer_list<std::string_view> allowed);

  // Throws ApiError(validation) when anything was violated.
  void require_none() const;

 private:
  std::vector<std::string> violations_;
};

}  // namespace lambda_host
