#include "server/protocol/query_form.h"

#include "core/api_error.h"
#include "server/protocol/url.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <strings.h>

namespace server::protocol {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::size_t kSearchedBytes = 64 << 10;

bool has_form(const core::HttpRequest& request) {
  const std::string_view type = request.headers.find("Content-Type").value_or("");
  return type.size() >= kFormType.size() &&
         ::strncasecmp(type.data(), kFormType.data(), kFormType.size()) == 0;
}

std::string_view query_of(std::string_view target) {
  const auto mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

// Calls visit(name, value), still encoded, for each pair, until it answers false.
template <class Visit>
void for_each_pair(std::string_view text, Visit visit) {
  while (!text.empty()) {
    text.remove_prefix(std::min(text.find_first_not_of('&'), text.size()));
    const auto end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    const auto equals = pair.find('=');
    const bool has_value = equals != std::string_view::npos;
    if (!pair.empty() &&
        !visit(pair.substr(0, equals), has_value ? pair.substr(equals + 1) : std::string_view())) {
      return;
    }
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::string> find_in(std::string_view text, std::string_view name) {
  std::optional<std::string> found;
  for_each_pair(text, [&](std::string_view encoded_name, std::string_view value) {
    if (url_decode(encoded_name, true) != name) return true;
    found = url_decode(value, true);
    return false;
  });
  return found;
}

}  // namespace

std::optional<std::string> find_query_parameter(const core::HttpRequest& request,
                                                std::string_view name) {
  if (has_form(request)) {
    const auto beginning = std::string_view(request.body).substr(0, kSearchedBytes);
    if (auto value = find_in(beginning, name)) return value;
  }
  return find_in(query_of(request.target), name);
}

QueryForm::QueryForm(const core::HttpRequest& request) {
  if (has_form(request)) add_all(request.body);
  add_all(query_of(request.target));
}

void QueryForm::add_all(std::string_view text) {
  for_each_pair(text, [&](std::string_view name, std::string_view value) {
    add(url_decode(name, true), url_decode(value, true));
    return true;
  });
}

// The first of a name counts.
void QueryForm::add(std::string name, std::string value) {
  if (added_++ == kMaxParameters) {
    throw core::ApiError(core::ErrorCode::serialization, "The request has too many parameters.");
  }
  parameters_.emplace(std::move(name), std::move(value));
}

std::optional<std::string_view> QueryForm::find(std::string_view name) const {
  const auto found = parameters_.find(name);
  if (found == parameters_.end()) return std::nullopt;
  return std::string_view(found->second);
}

bool QueryForm::has(std::string_view name) const {
  if (find(name)) return true;
  const std::string below = std::string(name) + ".";
  const auto found = parameters_.lower_bound(below);
  return found != parameters_.end() && found->first.starts_with(below);
}

std::vector<std::size_t> QueryForm::numbers_below(std::string_view name) const {
  const std::string below = std::string(name) + ".";
  std::set<std::size_t> numbers;
  for (auto at = parameters_.lower_bound(below);
       at != parameters_.end() && at->first.starts_with(below); ++at) {
    const char* const first = at->first.data() + below.size();
    const char* const last = at->first.data() + at->first.size();
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(first, last, number);
    if (error == std::errc() && (end == last || *end == '.')) numbers.insert(number);
  }
  return {numbers.begin(), numbers.end()};
}

}  // namespace server::protocol
