#pragma once

#include "core/http_message.h"

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::s3 {

// What is wrong with a request, as S3 says it (API reference, "Error responses"). Thrown where it
// is seen, rendered by error_response.
struct S3Error : std::exception {
  S3Error(int http_status, std::string_view s3_code, std::string text,
          std::vector<std::pair<std::string_view, std::string>> elements = {})
      : status(http_status),
        code(s3_code),
        message(std::move(text)),
        details(std::move(elements)) {}
  const char* what() const noexcept override { return message.c_str(); }

  int status;
  std::string_view code;  // a literal, as the details' names
  std::string message;
  std::vector<std::pair<std::string_view, std::string>> details;  // further elements, <Key> say
};

S3Error no_such_bucket(std::string bucket);
S3Error no_such_key(std::string key);
S3Error precondition_failed(std::string condition);  // by the header's name
S3Error not_implemented(std::string_view what);      // "Rivulet doesn't support WHAT."
S3Error invalid_argument(std::string message, std::string name, std::string value);
S3Error malformed_xml();

// <Error> with code, message and details. Ids are added later, to all answers.
core::HttpResponse error_response(const S3Error& error);
// For whatever was thrown: what isn't a client's fault is logged, and a 500.
core::HttpResponse error_response(const std::exception_ptr& thrown);

}  // namespace server::s3
