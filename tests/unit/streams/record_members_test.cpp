#include "streams/record_members.h"

#include <doctest/doctest.h>

#include <string_view>

namespace record_members_test {

using streams::RecordMember;
using streams::RecordMembers;

namespace {

RecordMembers members(std::initializer_list<std::string_view> names) {
  RecordMembers set;
  for (const std::string_view name : names) set.add(name);
  return set;
}

}  // namespace

TEST_CASE("a member is known by its name, and is in no other set") {
  for (int i = 0; i <= static_cast<int>(RecordMember::view_type); ++i) {
    const auto member = static_cast<RecordMember>(i);
    CAPTURE(streams::wire_name(member));
    const RecordMembers one = members({streams::wire_name(member)});
    for (int k = 0; k <= static_cast<int>(RecordMember::view_type); ++k) {
      CHECK(one.has(static_cast<RecordMember>(k)) == (k == i));
    }
    CHECK(RecordMembers::all().has(member));
    CHECK_FALSE(RecordMembers().has(member));
  }
}

TEST_CASE("names that no member has add nothing") {
  CHECK(RecordMembers().include(members({"dynamodb", "", "eventname", "S"})));
}

TEST_CASE("some members are those of the object dynamodb") {
  CHECK(members({"ApproximateCreationDateTime"}).any_of_change());
  CHECK(members({"StreamViewType"}).any_of_change());
  CHECK(members({"eventName", "Keys"}).any_of_change());
  CHECK_FALSE(members({"eventID", "userIdentity", "eventSourceARN"}).any_of_change());
  CHECK_FALSE(RecordMembers().any_of_change());
}

TEST_CASE("sets join, and include one another") {
  const RecordMembers name = members({"eventName"});
  const RecordMembers both = name | members({"Keys"});
  CHECK(both.include(name));
  CHECK(both.include(both));
  CHECK_FALSE(name.include(both));
  CHECK(both.has(RecordMember::keys));
  CHECK_FALSE(both.has(RecordMember::new_image));
  CHECK(RecordMembers::all().include(both));
  CHECK_FALSE(both.include(RecordMembers::all()));
}

}  // namespace record_members_test
