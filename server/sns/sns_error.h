#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace server::sns {

// What is wrong with a request, as SNS says it: a code of its model and a text.
struct SnsError : std::exception {
  SnsError(int http_status, std::string_view sns_code, std::string text)
      : status(http_status), code(sns_code), message(std::move(text)) {}
  const char* what() const noexcept override { return message.c_str(); }

  int status;
  std::string_view code;  // a literal
  std::string message;
};

// "Invalid parameter: TopicArn".
inline SnsError invalid_parameter(const std::string& what) {
  return {400, "InvalidParameter", "Invalid parameter: " + what};
}

inline SnsError not_supported(const std::string& what) {
  return {400, "InvalidParameter", "Rivulet doesn't support " + what + "."};
}

inline SnsError no_topic() {
  return {404, "NotFound", "Topic does not exist"};
}

inline SnsError no_subscription() {
  return {404, "NotFound", "Subscription does not exist"};
}

}  // namespace server::sns
