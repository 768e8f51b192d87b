#include "server/http/request_parser.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace server::http {
namespace {

namespace beast = boost::beast;

// What a peer announces is believed up to here; a larger body's memory grows as it comes.
constexpr std::uint64_t kMaxReservedBytes = 1 << 20;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

// Tells most names apart by their size, first and last letter, whatever their case: a request's
// fields are asked for some fifteen times, mostly for one that isn't there.
std::uint32_t tag_of(std::string_view name) {
  if (name.empty()) return 0;
  const auto letter = [](char c) { return static_cast<std::uint32_t>(c | 0x20) & 0xff; };
  return static_cast<std::uint32_t>(name.size()) << 16 | letter(name.front()) << 8 |
         letter(name.back());
}

// One of RequestHead's slots.
std::size_t slot_of(std::uint32_t tag) {
  constexpr std::uint32_t kGoldenRatio = 0x9e3779b9;
  return tag * kGoldenRatio >> 26;
}

bool is_same(std::string_view a, std::string_view b) {
  return a == b || beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

}  // namespace

std::optional<std::string_view> RequestHead::find(std::string_view name) const {
  const std::uint32_t tag = tag_of(name);
  const std::size_t first = first_[slot_of(tag)];
  if (first == 0) return std::nullopt;
  for (std::size_t i = first - 1; i < fields_.size(); ++i) {
    const Field& field = fields_[i];
    if (field.tag == tag && is_same(at(field.name), name)) return at(field.value);
  }
  return std::nullopt;
}

void RequestHead::for_each(const Visit& visit) const {
  for (const Field& field : fields_) visit(at(field.name), at(field.value));
}

void RequestHead::clear() {
  text_.clear();
  fields_.clear();
  first_ = {};
  method_ = {};
  target_ = {};
}

void RequestHead::set_request_line(std::string_view method, std::string_view target) {
  method_ = append(method);
  target_ = append(target);
}

void RequestHead::add_field(std::string_view name, std::string_view value) {
  const std::uint32_t tag = tag_of(name);
  const Span begin = append(name);
  fields_.push_back({tag, begin, append(value)});
  auto& first = first_[slot_of(tag)];
  if (first == 0) first = static_cast<std::uint8_t>(std::min(fields_.size(), kMaxFirst));
}

RequestHead::Span RequestHead::append(std::string_view part) {
  const Span span{static_cast<std::uint32_t>(text_.size()),
                  static_cast<std::uint32_t>(part.size())};
  text_.append(part);
  return span;
}

RequestParser::RequestParser(RequestHead& head, std::size_t max_head_bytes,
                             const core::BodyLimit& body_limit)
    : head_(head), max_head_bytes_(max_head_bytes), body_limit_(body_limit) {
  head_.clear();
  header_limit(static_cast<std::uint32_t>(max_head_bytes));
  basic_parser::body_limit(boost::none);  // ours is known once the head is
}

void RequestParser::check_size(ErrorCode& error) const {
  if (head_.size_bytes() > max_head_bytes_) error = beast::http::error::header_limit;
}

void RequestParser::on_request_impl(beast::http::verb, Text method, Text target, int,
                                    ErrorCode& error) {
  head_.set_request_line(view(method), view(target));
  check_size(error);
}

void RequestParser::on_field_impl(beast::http::field field, Text name, Text value,
                                  ErrorCode& error) {
  if (is_header_done()) return on_trailer_bytes(name.size() + value.size(), error);
  head_.add_field(view(name), view(value));
  check_size(error);
  // Beast itself passes over codings that it doesn't know, and would take the body for the next
  // request.
  const bool is_coding = field == beast::http::field::transfer_encoding;
  if (is_coding && !beast::iequals(value, "chunked"))
    error = beast::http::error::bad_transfer_encoding;
}

// A trailer's fields are nobody's: the head has been judged without them.
void RequestParser::on_trailer_bytes(std::size_t bytes, ErrorCode& error) {
  trailer_bytes_ += bytes;
  if (trailer_bytes_ > max_head_bytes_) error = beast::http::error::header_limit;
}

void RequestParser::on_header_impl(ErrorCode& error) {
  max_body_bytes_ = body_limit_({head_.method(), head_.target(), head_, {}});
  const auto length = content_length();
  if (length && *length > max_body_bytes_) error = beast::http::error::body_limit;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) {
  if (length) body_.reserve(static_cast<std::size_t>(std::min(*length, kMaxReservedBytes)));
}

std::size_t RequestParser::on_body_impl(Text part, ErrorCode& error) {
  if (part.size() > max_body_bytes_ - body_.size()) {
    error = beast::http::error::body_limit;
    return 0;
  }
  body_.append(part.data(), part.size());
  return part.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, Text extensions, ErrorCode& error) {
  extension_bytes_ += extensions.size();
  if (extension_bytes_ > max_head_bytes_) error = beast::http::error::header_limit;
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text part, ErrorCode& error) {
  return on_body_impl(part, error);
}

}  // namespace server::http
