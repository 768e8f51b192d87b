#include "server/s3/s3_error.h"

#include "core/api_error.h"
#include "server/protocol/xml_writer.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace server::s3 {

S3Error no_such_bucket(std::string bucket) {
  return {404,
          "NoSuchBucket",
          "The specified bucket does not exist",
          {{"BucketName", std::move(bucket)}}};
}

S3Error no_such_key(std::string key) {
  return {404, "NoSuchKey", "The specified key does not exist.", {{"Key", std::move(key)}}};
}

S3Error precondition_failed(std::string condition) {
  return {412,
          "PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold",
          {{"Condition", std::move(condition)}}};
}

S3Error not_implemented(std::string_view what) {
  return {501, "NotImplemented", fmt::format("Rivulet doesn't support {}.", what)};
}

S3Error invalid_argument(std::string message, std::string name, std::string value) {
  return {
      400,
      "InvalidArgument",
      std::move(message),
      {{"ArgumentName", std::move(name)}, {"ArgumentValue", std::move(value)}}
  };
}

S3Error malformed_xml() {
  return {400, "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published "
          "schema"};
}

core::HttpResponse error_response(const S3Error& error) {
  protocol::XmlWriter xml("Error");
  xml.element("Code", error.code).element("Message", error.message);
  for (const auto& [name, text] : error.details) xml.element(name, text);
  return {error.status, "application/xml", {}, xml.take()};
}

core::HttpResponse error_response(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const S3Error& error) {
    return error_response(error);
  } catch (const core::ApiError& error) {  // of the credential
    return error_response(S3Error(400, "AuthorizationHeaderMalformed",
                                  "The authorization header is malformed; " + error.message()));
  } catch (const std::exception& error) {
    spdlog::error("S3: {}", error.what());
    return error_response(
        S3Error(500, "InternalError", "We encountered an internal error. Please try again."));
  }
}

}  // namespace server::s3
