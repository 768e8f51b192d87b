#include "server/protocol/user_id.h"

#include <doctest/doctest.h>

namespace user_id_test {

TEST_CASE("an account's user has always the same id, in IAM's form") {
  CHECK(server::protocol::user_id(core::AccountId("123456789012")) == "AIDAKTU66AKKSDO4ES7TX");
  CHECK(server::protocol::user_id(core::AccountId("000000000000")) == "AIDAXRVJUWVDEPNT4IQ3C");
}

}  // namespace user_id_test
