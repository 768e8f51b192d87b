#include "lambda-host/destinations.h"

#include "core/arn.h"
#include "core/ascii.h"

#include <fmt/format.h>

#include <algorithm>

namespace lambda_host {
namespace {

constexpr std::size_t kMaxDestinationLength = 350;
constexpr std::string_view kDestinationPattern =
    R"($|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*))";

std::string side_text(std::string_view side, const std::string& arn) {
  return arn.empty() ? "null" : fmt::format("{}(destination={})", side, arn);
}

}  // namespace

std::optional<DestinationKind> destination_kind(std::string_view arn) {
  const auto parts = core::parse_arn(arn);
  if (!parts) return std::nullopt;
  if (parts->service == "s3") return DestinationKind::bucket;
  if (parts->service == "lambda") return DestinationKind::function;
  if (parts->resource.ends_with(".fifo")) return std::nullopt;
  if (parts->service == "sqs") return DestinationKind::queue;
  if (parts->service == "sns") return DestinationKind::topic;
  return std::nullopt;
}

// A topic tells many, one after the other; an object of a bucket is a file before it is a row.
bool is_told_by_one_write(DestinationKind kind) {
  return kind == DestinationKind::queue || kind == DestinationKind::function;
}

bool has_arn_form(std::string_view text) {
  const auto arn = core::parse_arn(text);
  return arn && !arn->service.empty() &&
         std::all_of(arn->service.begin(), arn->service.end(),
                     [](char c) { return c == '-' || core::is_letter(c) || core::is_digit(c); });
}

void check_destination_text(const std::string& text, std::string_view member,
                            Constraints& constraints) {
  constraints.check_length(text, member, kMaxDestinationLength);
  if (text.empty() || text.starts_with("kafka://") || has_arn_form(text)) return;
  constraints.violated(text, member,
                       fmt::format("satisfy regular expression pattern: {}", kDestinationPattern));
}

void throw_wrong_destination(const DestinationConfig& config) {
  throw_invalid_parameter(fmt::format(
      "The provided destination config DestinationConfig(onSuccess={}, onFailure={}) "
      "is invalid.",
      side_text("OnSuccess", config.on_success), side_text("OnFailure", config.on_failure)));
}

void throw_no_destination(const std::string& arn) {
  throw_invalid_parameter(fmt::format("The destination ARN {} is invalid.", arn));
}

}  // namespace lambda_host
