#include "lambda-host/trace_header.h"

#include <doctest/doctest.h>

#include <regex>

namespace trace_header_test {

namespace {

using lambda_host::continued_trace_header;
using lambda_host::new_trace_header;

const core::WallTime kNow = core::from_epoch_milliseconds(1'740'193'405'490);
const std::string kRoot = "1-3152b799-8954dae64eda91bc9a23a7e8";

bool matches(const std::string& trace, const std::string& root, int sampled) {
  return std::regex_match(
      trace,
      std::regex("Root=" + root + ";Parent=[0-9a-f]{16};Sampled=" + std::to_string(sampled)));
}

}  // namespace

TEST_CASE("a new trace has the time in its root, and isn't sampled") {
  CHECK(matches(new_trace_header(kNow), "1-67b93e7d-[0-9a-f]{24}", 0));
  CHECK(new_trace_header(kNow) != new_trace_header(kNow));
}

TEST_CASE("a caller's trace goes on with the same root and another parent") {
  const std::string parent = "7fa8c0f79203be72";
  const std::string trace =
      continued_trace_header("Root=" + kRoot + ";Parent=" + parent + ";Sampled=1", kNow);
  CHECK(matches(trace, kRoot, 1));
  CHECK(trace.find(parent) == std::string::npos);
  CHECK(matches(continued_trace_header("Root=" + kRoot + ";Sampled=0", kNow), kRoot, 0));
  CHECK(matches(continued_trace_header("Root=" + kRoot + ";Sampled=?", kNow), kRoot, 0));
  CHECK(matches(continued_trace_header("Self=x; root = " + kRoot + " ;sampled=1;Lineage=a:0", kNow),
                kRoot, 1));
}

TEST_CASE("a header without a root of the right form begins a new trace") {
  const std::string hex = "8954dae64eda91bc9a23a7e8";
  for (const std::string& header :
       {std::string(), std::string(";;"), std::string("Root"), "Parent=" + kRoot,
        "Root=2-3152b799-" + hex, "Root=1-3152b799-" + hex + "0", "Root=1-3152b79g-" + hex,
        "Root=1-3152b7990" + hex, "Root=1-3152b799-" + hex.substr(1), std::string(5000, ';'),
        "Root=\r\n;Root=" + kRoot}) {
    CAPTURE(header);
    const std::string trace = continued_trace_header(header, kNow);
    CHECK(matches(trace, "1-67b93e7d-[0-9a-f]{24}", 0));
  }
}

}  // namespace trace_header_test
