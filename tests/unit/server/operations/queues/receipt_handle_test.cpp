#include "server/operations/queues/receipt_handle.h"

#include <doctest/doctest.h>

namespace receipt_handle_test {

using server::operations::parse_receipt_handle;
using server::operations::ReceiptHandle;

TEST_CASE("a receipt handle comes back from its text") {
  for (const ReceiptHandle handle : {
           ReceiptHandle{1, 2,         3   },
           ReceiptHandle{0, 1LL << 40, 1000}
  }) {
    const std::string text = to_text(handle);
    CHECK(text.starts_with("AQEB"));
    CHECK(parse_receipt_handle(text) == handle);
  }
}

TEST_CASE("a text that was never given out is no receipt handle") {
  const std::string good = to_text(ReceiptHandle{1, 2, 3});
  CHECK_FALSE(parse_receipt_handle(""));
  CHECK_FALSE(parse_receipt_handle("fake"));
  CHECK_FALSE(parse_receipt_handle(good + "AAAA"));
  CHECK_FALSE(parse_receipt_handle(good.substr(4)));
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(parse_receipt_handle(changed));
  }
}

}  // namespace receipt_handle_test
