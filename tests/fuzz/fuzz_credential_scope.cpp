#include "core/api_error.h"
#include "server/protocol/authentication.h"
#include "server/protocol/request_scope.h"
#include "tests/support/fake_headers.h"

#include <string>

// The Authorization header up to the first line break, and the target behind it.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string target =
      "/?" + std::string(line == std::string_view::npos ? "" : text.substr(line + 1));
  const tests::FakeHeaders headers({
      {"Authorization", std::string(text.substr(0, line))}
  });
  const core::HttpRequest request{"POST", target, headers, ""};
  const core::Scope fallback{core::AccountId("000000000000"), core::Region("us-east-1")};
  try {
    server::protocol::request_scope(request, fallback);
    server::protocol::check_authentication(request);
  } catch (const core::ApiError&) {  // not signed as AWS wants it
  }
  return 0;
}
