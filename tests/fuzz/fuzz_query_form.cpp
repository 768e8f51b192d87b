#include "core/api_error.h"
#include "core/json/value.h"
#include "server/protocol/model/input_shapes.h"
#include "server/protocol/query_input.h"
#include "tests/support/fake_headers.h"

#include <cstdlib>
#include <string>

// Whatever a form says becomes JSON, for each of the operations.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  namespace protocol = server::protocol;
  const tests::FakeHeaders headers({
      {"Content-Type", "application/x-www-form-urlencoded"}
  });
  const core::HttpRequest request{"POST", "/", headers,
                                  std::string(reinterpret_cast<const char*>(data), size)};
  for (const auto& input : protocol::queue_inputs()) {
    try {
      const protocol::QueryForm form(request);
      const std::string json =
          protocol::query_input_json(form, "X", input.shape, protocol::sqs_dialect());
      if (!core::json::Document::parse(json).root().is(core::json::Kind::object)) std::abort();
    } catch (const core::ApiError&) {          // no number where one belongs
    } catch (const core::json::ParseError&) {  // no UTF-8
    }
  }
  return 0;
}
