#include "core/api_error.h"
#include "lambda-host/mappings/filter_criteria.h"

#include <cstdlib>
#include <string>

// A mapping's filter pattern, on an event that has each kind of value.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const auto event = core::json::Document::parse(
      R"({"a":"text","b":[1,-2.5,"c",{"d":null}],"e":{"N":"12"},"f":true,"dynamodb":{"Keys":{"a":{"S":"x"}}}})");
  try {
    const lambda_host::FilterCriteria criteria(
        {std::string(reinterpret_cast<const char*>(data), size)});
    std::size_t steps = 1 << 20;
    const bool matches = criteria.matches(event.root());
    if (criteria.explain(event.root(), steps)->empty() != matches) std::abort();
    lambda_host::MatchSteps pieces(0);
    auto verdict = lambda_host::Verdict::unfinished;
    while (verdict == lambda_host::Verdict::unfinished) {
      pieces.grant(0);
      verdict = criteria.matches(event.root(), pieces);
    }
    if (verdict != lambda_host::verdict(matches)) std::abort();
  } catch (const core::ApiError&) {  // not a pattern
  }
  return 0;
}
