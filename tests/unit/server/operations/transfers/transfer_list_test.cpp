#include "server/operations/transfers/transfer_list.h"

#include "tests/unit/server/operations/transfers/plain_transfer.h"

#include <doctest/doctest.h>

namespace transfer_list_test {

using namespace server::operations;
using namespace std::chrono_literals;

namespace {

using Transfer = tests::PlainTransfer;

constexpr core::WallTime kEnd{1'000'000s};
const core::Scope kHere{core::AccountId("000000000000"), core::Region("us-east-1")};
const core::Scope kThere{core::AccountId("000000000001"), core::Region("us-east-1")};

// Two that ended then, one that didn't, and one of somebody else.
TransferList<Transfer> transfers() {
  TransferList<Transfer> list;
  list.put({kHere, "a", "token", TransferStatus::completed, kEnd});
  list.put({kHere, "b", "failed", TransferStatus::failed, kEnd});
  list.put({kHere, "c", "runs", TransferStatus::in_progress, {}});
  list.put({kThere, "d", "theirs", TransferStatus::completed, kEnd});
  return list;
}

std::string arns(const std::vector<const Transfer*>& found) {
  std::string text;
  for (const Transfer* each : found) text += each->arn;
  return text;
}

}  // namespace

TEST_CASE("a transfer is found by its ARN, until it is erased") {
  auto list = transfers();
  REQUIRE(list.find("a"));
  CHECK(list.find("a")->client_token == "token");
  CHECK(list.put({kHere, "a", "other", TransferStatus::failed, kEnd}).client_token == "other");
  CHECK(list.find("a")->client_token == "other");
  list.erase("a");
  CHECK_FALSE(list.find("a"));
  CHECK(list.find("b"));
}

TEST_CASE("a token stands for its request in its scope, for eight hours after the end") {
  const auto list = transfers();
  CHECK(list.find_by_token(kHere, "token", kEnd)->arn == "a");
  CHECK(list.find_by_token(kHere, "token", kEnd + 8h - 1ms)->arn == "a");
  CHECK_FALSE(list.find_by_token(kHere, "token", kEnd + 8h));
  CHECK_FALSE(list.find_by_token(kThere, "token", kEnd));
  CHECK_FALSE(list.find_by_token(kHere, "none", kEnd));
  CHECK(list.find_by_token(kHere, "runs", kEnd + 1000h)->arn == "c");
}

TEST_CASE("what has ended is listed for 90 days, and is obsolete then") {
  const auto list = transfers();
  const auto end_of_list = kEnd + 90 * 24h;
  CHECK(arns(list.listed(kHere, end_of_list - 1ms)) == "abc");
  CHECK(arns(list.listed(kHere, end_of_list)) == "c");
  CHECK(arns(list.listed(kThere, kEnd)) == "d");
  CHECK(arns(list.obsolete(end_of_list - 1ms, 9)) == "");
  CHECK(arns(list.obsolete(end_of_list, 9)) == "abd");
  CHECK(arns(list.obsolete(end_of_list, 2)) == "ab");
}

TEST_CASE("those of some scopes, and those that go on") {
  const auto list = transfers();
  CHECK(arns(list.of({kThere.account, kThere.region})) == "d");
  CHECK(arns(list.of({})) == "abcd");
  CHECK(arns(list.of({}, 3)) == "abc");
  CHECK(arns(list.of({}, 0)) == "");
  CHECK(arns(list.unfinished()) == "c");
}

}  // namespace transfer_list_test
