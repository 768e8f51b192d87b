#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace server::s3 {

// A count in a query, "max-keys=10", of which more than the most is the most, as is none. Throws
// S3Error when it isn't a whole number from 0 on.
std::size_t count_in(const std::optional<std::string>& text, std::string_view parameter,
                     std::size_t most);

}  // namespace server::s3
