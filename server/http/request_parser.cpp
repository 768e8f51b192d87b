#include "server/http/request_parser.h"

#include <algorithm>

namespace server::http {
namespace {

namespace beast = boost::beast;

// What a peer announces is believed up to here; a larger body's memory grows as it comes.
constexpr std::uint64_t kMaxReservedBytes = 1 << 20;
constexpr std::size_t kSpareBytes = 16;  // json::Document asks for some, and needn't copy the body

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

std::optional<std::string_view> RequestHead::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (field.name.size != name.size()) continue;
    const std::string_view found = at(field.name);
    if (beast::iequals({found.data(), found.size()}, {name.data(), name.size()})) {
      return at(field.value);
    }
  }
  return std::nullopt;
}

void RequestHead::clear() {
  text_.clear();
  fields_.clear();
  method_ = {};
  target_ = {};
}

void RequestHead::set_request_line(std::string_view method, std::string_view target) {
  method_ = append(method);
  target_ = append(target);
}

void RequestHead::add_field(std::string_view name, std::string_view value) {
  const Span begin = append(name);
  fields_.push_back({begin, append(value)});
}

RequestHead::Span RequestHead::append(std::string_view part) {
  const Span span{static_cast<std::uint32_t>(text_.size()),
                  static_cast<std::uint32_t>(part.size())};
  text_.append(part);
  return span;
}

RequestParser::RequestParser(RequestHead& head) : head_(head) {
  head_.clear();
}

void RequestParser::on_request_impl(beast::http::verb, Text method, Text target, int, ErrorCode&) {
  head_.set_request_line(view(method), view(target));
}

void RequestParser::on_field_impl(beast::http::field, Text name, Text value, ErrorCode&) {
  head_.add_field(view(name), view(value));
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) {
  if (!length) return;
  body_.reserve(static_cast<std::size_t>(std::min(*length, kMaxReservedBytes)) + kSpareBytes);
}

std::size_t RequestParser::on_body_impl(Text part, ErrorCode&) {
  body_.append(part.data(), part.size());
  return part.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text part, ErrorCode& error) {
  return on_body_impl(part, error);
}

}  // namespace server::http
