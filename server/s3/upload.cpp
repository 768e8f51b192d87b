#include "server/s3/upload.h"

#include "core/base64.h"
#include "core/digest.h"
#include "server/s3/aws_chunked.h"
#include "server/s3/checksums.h"
#include "server/s3/s3_api.h"
#include "server/s3/s3_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::s3 {
namespace {

constexpr std::size_t kMd5Bytes = 16;
constexpr std::size_t kSha256Digits = 64;

std::string text_of(const core::HttpHeaders& headers, std::string_view name) {
  return std::string(headers.find(name).value_or(""));
}

std::string content_md5(const core::HttpHeaders& headers) {
  std::string text = text_of(headers, "Content-MD5");
  const auto bytes = core::base64_decode(text);
  if (text.empty() || (bytes && bytes->size() == kMd5Bytes)) return text;
  throw S3Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.",
                {
                    {"Content-MD5", std::move(text)}
  });
}

std::optional<std::size_t> decoded_length(const core::HttpHeaders& headers) {
  constexpr std::string_view kHeader = "x-amz-decoded-content-length";
  const std::string text = text_of(headers, kHeader);
  if (text.empty()) return std::nullopt;
  std::size_t length = 0;
  const char* const end = text.data() + text.size();
  const auto [read_to, error] = std::from_chars(text.data(), end, length);
  if (error == std::errc() && read_to == end) return length;
  throw invalid_argument("The value of x-amz-decoded-content-length isn't a length",
                         std::string(kHeader), text);
}

// The algorithm that the client names without having computed it.
std::string_view wanted_checksum(const core::HttpHeaders& headers) {
  const std::string name = text_of(headers, "x-amz-sdk-checksum-algorithm");
  for (const ChecksumAlgorithm& algorithm : all_checksums()) {
    if (algorithm.name == name) return algorithm.name;
  }
  return kDefaultChecksum;
}

S3Error bad_digest(std::string message) {
  return {400, "BadDigest", std::move(message)};
}

S3Error invalid_request(std::string message) {
  return {400, "InvalidRequest", std::move(message)};
}

// What was told is shown in hexadecimal digits, what was computed as it should have been told.
S3Error bad_md5(const std::string& told, const std::string& computed) {
  return {
      400,
      "BadDigest",
      "The Content-MD5 you specified did not match what we received.",
      {{"ExpectedDigest", core::hex(core::base64_decode(told).value())},
        {"CalculatedDigest", core::base64_encode(computed)}}
  };
}

std::string md5_of(const std::string& bytes) {
  const auto hash = core::md5(bytes);
  return {hash.begin(), hash.end()};
}

void check_length(const std::string& content, std::optional<std::size_t> told) {
  if (told && *told != content.size()) {
    throw S3Error(400, "IncompleteBody",
                  "You did not provide the number of bytes specified by the Content-Length HTTP "
                  "header");
  }
  if (content.size() > kMaxObjectBytes) {
    throw S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
                  {
                      {"ProposedSize",   std::to_string(content.size()) },
                      {"MaxSizeAllowed", std::to_string(kMaxObjectBytes)}
    });
  }
}

void check_sha256(const std::string& content, const std::string& told) {
  if (told.empty() || core::hex(core::sha256(content)) == told) return;
  throw S3Error(400, "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                {
                    {"ClientComputedContentSHA256", told                            },
                    {"S3ComputedContentSHA256",     core::hex(core::sha256(content))}
  });
}

// What the client told, in the head or behind the body.
void take_trailers(Upload& upload, Unchunked decoded) {
  for (const ChecksumAlgorithm& algorithm : all_checksums()) {
    for (auto& [name, value] : decoded.trailers) {
      if (name == algorithm.header) upload.checksums.emplace_back(algorithm.name, value);
    }
  }
  upload.body = std::move(decoded.bytes);
}

void add_checksum(const Upload& upload, Received& received) {
  received.checksum_algorithm = upload.wanted_checksum;
  if (upload.checksums.size() > 1) {
    throw invalid_request(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  if (!upload.checksums.empty()) received.checksum_algorithm = upload.checksums.front().first;
  const ChecksumAlgorithm& algorithm = checksum_named(received.checksum_algorithm);
  received.checksum = algorithm.of(received.content);
  if (upload.checksums.empty()) return;
  const std::string& told = upload.checksums.front().second;
  if (told.size() != received.checksum.size() || !core::base64_decode(told)) {
    throw invalid_request(fmt::format("Value for {} header is invalid.", algorithm.header));
  }
  if (told == received.checksum) return;
  throw bad_digest(
      fmt::format("The {} you specified did not match the calculated checksum.", algorithm.name));
}

}  // namespace

Upload upload_of(const core::HttpHeaders& headers, std::string body) {
  Upload upload;
  const std::string sha256 = text_of(headers, "x-amz-content-sha256");
  upload.body = std::move(body);
  upload.is_chunked = sha256.starts_with("STREAMING-");
  upload.decoded_length = upload.is_chunked ? decoded_length(headers) : std::nullopt;
  upload.content_md5 = content_md5(headers);
  if (sha256.size() == kSha256Digits) upload.content_sha256 = sha256;
  for (const ChecksumAlgorithm& algorithm : all_checksums()) {
    if (auto told = headers.find(algorithm.header)) {
      upload.checksums.emplace_back(algorithm.name, *told);
    }
  }
  upload.wanted_checksum = wanted_checksum(headers);
  return upload;
}

Received receive(Upload upload) {
  if (upload.is_chunked) {
    auto decoded = decode_aws_chunked(upload.body);
    if (!decoded) {
      throw S3Error(400, "IncompleteBody", "The request body terminated unexpectedly");
    }
    take_trailers(upload, *std::move(decoded));
  }
  Received received;
  received.content = std::move(upload.body);
  check_length(received.content, upload.decoded_length);
  check_sha256(received.content, upload.content_sha256);
  const std::string md5 = md5_of(received.content);
  if (!upload.content_md5.empty() && core::base64_encode(md5) != upload.content_md5) {
    throw bad_md5(upload.content_md5, md5);
  }
  received.etag = core::hex(md5);
  add_checksum(upload, received);
  return received;
}

}  // namespace server::s3
