#include "server/seeds/making_order.h"

#include <doctest/doctest.h>

namespace making_order_test {

using namespace server::seeds;

namespace {

Resource named(const std::string& what, std::vector<std::string> needs = {}) {
  Resource resource;
  resource.what = what;
  resource.needs = std::move(needs);
  resource.outputs = {
      {"the name of " + what, {"Name"}}
  };
  return resource;
}

std::string ordered(Resources resources) {
  std::string names;
  for (const Resource& resource : in_making_order(std::move(resources))) names += resource.what;
  return names;
}

}  // namespace

TEST_CASE("what others need comes before them, and all else stays where it is") {
  CHECK(ordered({}).empty());
  CHECK(ordered({named("a"), named("b"), named("c")}) == "abc");
  CHECK(ordered({named("a", {"b"}), named("b", {"c"}), named("c"), named("d")}) == "cbad");
  CHECK(ordered({named("a", {"d", "c"}), named("b"), named("c"), named("d")}) == "cdab");
  CHECK(ordered({named("a", {"nobody"}), named("b", {"a", "a"})}) == "ab");
}

TEST_CASE("who speaks of an output needs it") {
  Resource a = named("a");
  a.make = lambda("POST", "/a", Value().set("x", "at " + reference("the name of c")));
  Resource b = named("b");
  b.after = {lambda("PUT", "/b/" + reference("the name of d"))};
  CHECK(ordered({a, b, named("c"), named("d")}) == "cadb");
  Resource bytes = named("e");
  bytes.make = s3("PUT", "/e", reference("the name of c"));
  CHECK(ordered({bytes, named("c")}) == "ec");
}

TEST_CASE("a circle is no reason to lose any of its resources") {
  CHECK(ordered({named("a", {"a"})}) == "a");
  CHECK(ordered({named("a", {"b"}), named("b", {"c"}), named("c", {"a"})}) == "cba");
}

}  // namespace making_order_test
