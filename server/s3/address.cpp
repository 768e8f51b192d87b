#include "server/s3/address.h"

#include "core/ascii.h"
#include "core/limits.h"
#include "core/utf8.h"
#include "server/protocol/url.h"
#include "server/s3/s3_error.h"

#include <algorithm>
#include <array>
#include <optional>

namespace server::s3 {
namespace {

// "s3", or "s3" with a region: what stands between a bucket's name and the end of a host.
bool is_service(std::string_view text) {
  return text == "s3" || text.starts_with("s3.") || text.starts_with("s3-");
}

std::optional<std::string_view> without_suffix(std::string_view host) {
  constexpr std::array<std::string_view, 3> kSuffixes = {".localhost", ".amazonaws.com",
                                                         ".amazonaws.com.cn"};
  for (const std::string_view suffix : kSuffixes) {
    if (host.ends_with(suffix)) return host.substr(0, host.size() - suffix.size());
  }
  return std::nullopt;
}

// Names may have points, so the service is looked for from the end.
std::string_view bucket_in(std::string_view host) {
  host = host.substr(0, host.find(':'));
  const auto name = without_suffix(host);
  if (!name || is_service(*name)) return {};
  for (auto point = name->rfind('.'); point != std::string_view::npos && point > 0;
       point = name->rfind('.', point - 1)) {
    if (is_service(name->substr(point + 1))) return name->substr(0, point);
  }
  return host.ends_with(".localhost") ? *name : std::string_view();
}

// Whether the path, read step by step, is once above where it began.
bool leaves_its_bucket(std::string_view key) {
  int depth = 0;
  for (std::size_t begin = 0; begin <= key.size();) {
    const auto end = std::min(key.find('/', begin), key.size());
    const std::string_view step = key.substr(begin, end - begin);
    if (step == "..") --depth;
    if (!step.empty() && step != "." && step != "..") ++depth;
    if (depth < 0) return true;
    begin = end + 1;
  }
  return false;
}

bool is_bucket_character(char c) {
  return (c >= 'a' && c <= 'z') || core::is_digit(c) || c == '-' || c == '.';
}

bool is_address(std::string_view name) {
  return std::count(name.begin(), name.end(), '.') == 3 &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return core::is_digit(c) || c == '.'; });
}

bool has_reserved_part(std::string_view name) {
  constexpr std::array<std::string_view, 2> kPrefixes = {"xn--", "sthree-"};
  constexpr std::array<std::string_view, 4> kSuffixes = {"-s3alias", "--ol-s3", ".mrap", "--x-s3"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); }) ||
         std::any_of(kSuffixes.begin(), kSuffixes.end(),
                     [&](std::string_view suffix) { return name.ends_with(suffix); });
}

}  // namespace

Address address_of(std::string_view host, std::string_view target) {
  std::string_view path = protocol::path_of(target);
  if (path.starts_with('/')) path.remove_prefix(1);
  if (const std::string_view bucket = bucket_in(host); !bucket.empty()) {
    return {std::string(bucket), protocol::url_decode(path, false)};
  }
  const auto slash = std::min(path.find('/'), path.size());
  return {protocol::url_decode(path.substr(0, slash), false),
          protocol::url_decode(path.substr(std::min(slash + 1, path.size())), false)};
}

void check_key(const std::string& key) {
  if (key.size() > core::limits::kMaxObjectKeyBytes) {
    throw S3Error(400, "KeyTooLongError", "Your key is too long",
                  {
                      {"Size",           std::to_string(key.size())                      },
                      {"MaxSizeAllowed", std::to_string(core::limits::kMaxObjectKeyBytes)}
    });
  }
  const bool has_nul = key.find('\0') != std::string::npos;
  if (has_nul || !core::is_utf8(key) || leaves_its_bucket(key)) {
    throw S3Error(400, "InvalidURI", "Couldn't parse the specified URI.",
                  {
                      {"URI", key}
    });
  }
}

bool is_bucket_name(std::string_view name) {
  const auto is_end = [](char c) { return is_bucket_character(c) && c != '-' && c != '.'; };
  return name.size() >= core::limits::kMinBucketNameLength &&
         name.size() <= core::limits::kMaxBucketNameLength &&
         std::all_of(name.begin(), name.end(), is_bucket_character) && is_end(name.front()) &&
         is_end(name.back()) && name.find("..") == std::string_view::npos && !is_address(name) &&
         !has_reserved_part(name);
}

}  // namespace server::s3
