#include "server/faults/fault_list.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

namespace fault_list_test {

using namespace server::faults;
using core::ScopeFilter;
using lambda_host::DeliveryEffect;
using lambda_host::DeliveryMoment;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
const ScopeFilter kHere{kScope.account, kScope.region};
const ScopeFilter kElsewhere{core::AccountId("000000000042"), kScope.region};
const std::vector<std::string> kTables = {"Orders"};

struct Fixture {
  FaultId add(Turns turns = {}, std::string_view operation = "PutItem",
              ScopeFilter scopes = kHere) {
    OperationFault what;
    what.operation = operation;
    what.error = find_error(AwsService::dynamodb, operation, "ThrottlingException");
    return list.add({std::move(scopes), what, turns}).id;
  }
  FaultId add(DeliveryEffect effect, std::uint64_t times = 1) {
    return list
        .add({
            kHere, DeliveryFault{core::MappingId("m"), effect},
             {times                   }
    })
        .id;
  }
  // The id of the fault that such a request meets; 0 for none.
  FaultId meet(std::string_view operation = "PutItem") {
    const Fault* fault = list.take({kScope, AwsService::dynamodb, operation, kTables, 0});
    return fault ? fault->id : 0;
  }
  const Fault& at(FaultId id) { return list.all().at(id); }

  core::ManualClock clock;
  FaultList list{clock};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a fault comes about so many times, and then no more") {
  const FaultId id = add({2});
  CHECK(at(id).remaining() == 2);
  CHECK(meet() == id);
  CHECK(at(id).remaining() == 1);
  CHECK(!at(id).is_used_up());
  CHECK(meet() == id);
  CHECK(at(id).is_used_up());
  CHECK(meet() == 0);
  CHECK(at(id).matched == 2);
  CHECK(at(id).done == 2);
}

TEST_CASE_FIXTURE(Fixture, "what befell other requests isn't counted") {
  const FaultId id = add();
  CHECK(meet("GetItem") == 0);
  CHECK(at(id).matched == 0);
  CHECK(at(id).remaining() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a fault says when it came about last") {
  const FaultId id = add({2});
  CHECK(!at(id).last);
  meet();
  clock.advance(std::chrono::seconds(5));
  meet();
  CHECK(at(id).last == clock.now());
}

TEST_CASE_FIXTURE(Fixture, "a request meets one fault: the first that is set and has its turn") {
  const FaultId first = add();
  const FaultId second = add();
  CHECK(meet() == first);
  CHECK(at(second).matched == 0);
  CHECK(meet() == second);
  CHECK(meet() == 0);
}

TEST_CASE_FIXTURE(Fixture, "by chance, the same seed and the same requests meet the same faults") {
  const auto story = [](std::uint64_t seed) {
    Fixture f;
    const FaultId id = f.add({1, 0.3, seed});
    std::string met;
    for (int i = 0; i < 200; ++i) met += f.meet() == id ? 'x' : '.';
    CHECK(f.at(id).matched == 200);
    CHECK(f.at(id).done == static_cast<std::uint64_t>(std::count(met.begin(), met.end(), 'x')));
    CHECK(!f.at(id).remaining());
    CHECK(!f.at(id).is_used_up());
    return met;
  };
  CHECK(story(7) == story(7));
  CHECK(story(7) != story(8));
  const std::string seven = story(7);
  const auto met = std::count(seven.begin(), seven.end(), 'x');
  CHECK(met > 30);  // of 200, at three in ten
  CHECK(met < 90);
}

TEST_CASE_FIXTURE(Fixture, "a chance of 1 is certain") {
  const FaultId id = add({1, 1.0, 3});
  for (int i = 0; i < 100; ++i) CHECK(meet() == id);
}

TEST_CASE_FIXTURE(Fixture, "who doesn't get his turn leaves the request to the next") {
  const FaultId never = add({1, 1e-12, 1});
  const FaultId second = add();
  CHECK(meet() == second);
  CHECK(at(never).matched == 1);
  CHECK(at(never).done == 0);
  CHECK(!at(never).last);
}

TEST_CASE_FIXTURE(Fixture, "requests are looked at only while a fault of operations is left") {
  CHECK(!list.has_operations());
  const FaultId id = add();
  CHECK(list.has_operations());
  meet();
  CHECK(!list.has_operations());
  CHECK(list.remove(id, kHere));
  add(DeliveryEffect::kill);
  CHECK(!list.has_operations());
  const FaultId other = add();
  CHECK(list.has_operations());
  CHECK(list.remove(other, kHere));
  CHECK(!list.has_operations());
  add();
  CHECK(list.clear(kHere) == 2);
  CHECK(!list.has_operations());
}

TEST_CASE_FIXTURE(Fixture, "whether an operation may meet one") {
  add({1});
  CHECK(list.may_befall(kScope, AwsService::dynamodb, "PutItem"));
  CHECK(!list.may_befall(kScope, AwsService::dynamodb, "GetItem"));
  CHECK(!list.may_befall(kScope, AwsService::sqs, "PutItem"));
  CHECK(!list.may_befall({core::AccountId("000000000042"), kScope.region}, AwsService::dynamodb,
                         "PutItem"));
  meet();
  CHECK(!list.may_befall(kScope, AwsService::dynamodb, "PutItem"));
}

TEST_CASE_FIXTURE(Fixture, "ids are never given out again") {
  CHECK(add() == 1);
  CHECK(list.remove(1, kHere));
  CHECK(!list.remove(1, kHere));
  CHECK(add() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a fault is removed by those whom it may befall") {
  const FaultId here = add();
  const FaultId everywhere = add({}, "PutItem", {});
  CHECK(!list.remove(here, kElsewhere));
  CHECK(list.remove(everywhere, kElsewhere));
  CHECK(list.remove(here, {}));
}

TEST_CASE_FIXTURE(Fixture, "clearing a scope leaves what befalls others") {
  add();
  const FaultId everywhere = add({}, "PutItem", {});
  const FaultId elsewhere = add({}, "PutItem", kElsewhere);
  const FaultId any_region = add({}, "PutItem", {kScope.account, std::nullopt});
  CHECK(list.clear(kHere) == 1);
  CHECK(list.all().size() == 3);
  CHECK(list.clear({kScope.account, std::nullopt}) == 1);
  CHECK(!list.all().contains(any_region));
  CHECK(list.all().contains(everywhere));
  CHECK(list.all().contains(elsewhere));
  CHECK(list.clear({}) == 2);
}

TEST_CASE_FIXTURE(Fixture, "a further fault takes the place of the oldest that is used up") {
  for (std::size_t i = 0; i < FaultList::kMaxFaults; ++i) add();
  CHECK_THROWS_WITH_AS(add(), "There are 1000 faults that aren't used up: delete some.",
                       core::ApiError);
  CHECK(list.all().size() == FaultList::kMaxFaults);
  CHECK(meet() == 1);
  CHECK(meet() == 2);
  add();
  CHECK(!list.all().contains(1));
  CHECK(list.all().contains(2));
  CHECK(list.all().size() == FaultList::kMaxFaults);
}

TEST_CASE_FIXTURE(Fixture, "a mapping's faults have their turns before or after its invocations") {
  add(DeliveryEffect::duplicate);
  add(DeliveryEffect::kill, 2);
  const core::MappingId id("m");
  const auto take = [&](DeliveryMoment moment) { return list.take(id, moment); };
  CHECK(!list.take(core::MappingId("n"), DeliveryMoment::invocation));
  CHECK(take(DeliveryMoment::invocation) == DeliveryEffect::kill);
  CHECK(take(DeliveryMoment::success) == DeliveryEffect::duplicate);
  CHECK(!take(DeliveryMoment::success));
  CHECK(take(DeliveryMoment::invocation) == DeliveryEffect::kill);
  CHECK(!take(DeliveryMoment::invocation));
  CHECK(meet() == 0);
}

TEST_CASE_FIXTURE(Fixture, "what befell at once is noted as done") {
  const FaultId id = list.add({
                                  kHere, StreamFault{"Orders",                             StreamEffect::trim},
                                   {                                    }
  })
                         .id;
  list.note_done(id);
  CHECK(at(id).matched == 1);
  CHECK(at(id).done == 1);
  CHECK(at(id).is_used_up());
  CHECK(at(id).last == clock.now());
}

}  // namespace fault_list_test
