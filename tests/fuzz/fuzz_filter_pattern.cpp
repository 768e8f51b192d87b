#include "core/api_error.h"
#include "lambda-host/mappings/filter_criteria.h"

#include <string>

// A mapping's filter pattern, on an event that has each kind of value.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const auto event = core::json::Document::parse(
      R"({"a":"text","b":[1,-2.5,"c",{"d":null}],"e":{"N":"12"},"f":true,"dynamodb":{"Keys":{"a":{"S":"x"}}}})");
  try {
    const lambda_host::FilterCriteria criteria(
        {std::string(reinterpret_cast<const char*>(data), size)});
    criteria.matches(event.root());
    criteria.explain(event.root());
  } catch (const core::ApiError&) {  // not a pattern
  }
  return 0;
}
