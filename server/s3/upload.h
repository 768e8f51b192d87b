#pragma once

#include "core/http_message.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::s3 {

// A body with what its sender says of it, in the head of the request. It is of values only, so that
// a worker can look at it.
struct Upload {
  std::string body;
  bool is_chunked = false;                    // aws-chunked
  std::optional<std::size_t> decoded_length;  // as told
  std::string content_md5;                    // base64; empty: not told, as the others
  std::string content_sha256;                 // in hexadecimal digits
  // Algorithm and value.
  std::vector<std::pair<std::string_view, std::string>> checksums;
  std::string_view wanted_checksum;  // an algorithm's name: computed if none is told
};

// Throws S3Error when the head says what can't be.
Upload upload_of(const core::HttpHeaders& headers, std::string body);

// What arrived, if it is what was sent.
struct Received {
  std::string content;
  std::string etag;  // MD5 in hexadecimal digits
  std::string_view checksum_algorithm;
  std::string checksum;
};

// Decodes and checks it. Throws S3Error when anything doesn't match. Any thread.
Received receive(Upload upload);

}  // namespace server::s3
