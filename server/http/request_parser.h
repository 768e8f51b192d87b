#pragma once

#include "core/http_message.h"

#include <boost/beast/http/basic_parser.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace server::http {

// A request's first line and header fields, copied into one text that is used again for the
// connection's next request: what they cost is one memcpy each.
class RequestHead : public core::HttpHeaders {
 public:
  std::string_view method() const { return at(method_); }
  std::string_view target() const { return at(target_); }
  std::optional<std::string_view> find(std::string_view name) const override;
  void for_each(const Visit& visit) const override;

  std::size_t size_bytes() const { return text_.size(); }

  void clear();
  void set_request_line(std::string_view method, std::string_view target);
  void add_field(std::string_view name, std::string_view value);

 private:
  static constexpr std::size_t kMaxFirst = 255;  // of first_

  struct Span {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  struct Field {
    std::uint32_t tag;  // of the name
    Span name;
    Span value;
  };

  std::string_view at(const Span& span) const { return {text_.data() + span.begin, span.size}; }
  Span append(std::string_view part);

  std::string text_;
  Span method_;
  Span target_;
  std::vector<Field> fields_;
  // Where a name is looked for from: the first field whose tag is of that slot, counted from one,
  // or one before it. 0: there is none.
  std::array<std::uint8_t, 64> first_{};
};

// Beast's parser for HTTP/1.1, into a RequestHead and a string: a container of its own for each
// field would cost as much as everything else that is done with a small request. The only transfer
// coding that it knows is "chunked", once; any other is an error.
class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  // The head is cleared; it must outlive the parser, as must the limit. A head of more bytes is an
  // error: Beast's own limit is only looked at when a head comes in pieces. So are chunks that have
  // more extensions than a head may have bytes, and a body of more than the limit, as soon as its
  // length is known.
  RequestParser(RequestHead& head, std::size_t max_head_bytes, const core::BodyLimit& body_limit);

  std::string& body() { return body_; }

 private:
  using ErrorCode = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int,
                       ErrorCode&) override;
  void on_response_impl(int, Text, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field field, Text name, Text value, ErrorCode&) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) override;
  std::size_t on_body_impl(Text part, ErrorCode&) override;
  void on_chunk_header_impl(std::uint64_t, Text extensions, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t, Text part, ErrorCode&) override;
  void on_finish_impl(ErrorCode&) override {}

  void check_size(ErrorCode& error) const;
  void on_trailer_bytes(std::size_t bytes, ErrorCode& error);

  RequestHead& head_;
  std::size_t max_head_bytes_;
  std::size_t extension_bytes_ = 0;
  std::size_t trailer_bytes_ = 0;
  const core::BodyLimit& body_limit_;
  std::size_t max_body_bytes_ = 0;
  std::string body_;
};

}  // namespace server::http
