#include "server/s3/count.h"

#include "server/s3/s3_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace server::s3 {

std::size_t count_in(const std::optional<std::string>& text, std::string_view parameter,
                     std::size_t most) {
  if (!text || text->empty()) return most;
  std::int32_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [read_to, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || read_to != end || number < 0) {
    throw invalid_argument(
        fmt::format("Provided {} not an integer or within integer range", parameter),
        std::string(parameter), *text);
  }
  return std::min(static_cast<std::size_t>(number), most);
}

}  // namespace server::s3
