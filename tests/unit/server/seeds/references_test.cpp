#include "server/seeds/references.h"

#include <doctest/doctest.h>

namespace references_test {

using namespace server::seeds;

namespace {

using Names = std::set<std::string>;

const Known kKnown = {
    {"the stream", "arn:aws:dynamodb:r:a:table/T/stream/2026"}
};

std::string split(const std::string& text) {
  return reference_to_call("Split", list_value({text_value("/"), text_value(text)}));
}

// What a stream's label is got by.
std::string label_call() {
  return reference_to_call(
      "Select", list_value({text_value("3"), text_value(split(reference("the stream")))}));
}

}  // namespace

TEST_CASE("references stand inside of texts") {
  const Known known = {
      {"the stream", "arn:x"},
      {"b",          "B"    }
  };
  CHECK(resolved("plain", known) == "plain");
  CHECK(resolved(reference("the stream"), known) == "arn:x");
  CHECK(resolved("a/" + reference("the stream") + "/" + reference("b") + "!", known) ==
        "a/arn:x/B!");
  CHECK_THROWS_WITH_AS(resolved(reference("c"), known), "c isn't there", UnknownReference);
}

TEST_CASE("a function is called when what it is called with is known") {
  CHECK(resolved(label_call(), kKnown) == "2026");
  CHECK(resolved("x-" + label_call() + "-y", kKnown) == "x-2026-y");
  CHECK(resolved_url("/a/" + label_call(), {
                                               {"the stream", "///a b"}
  }) == "/a/a%20b");
  CHECK_THROWS_WITH_AS(resolved(label_call(), Known()), "the stream isn't there", UnknownReference);
  CHECK_THROWS_WITH_AS(resolved(label_call(), Known({
                                                  {"the stream", "a/b"}
  })),
                       "Select: there is no element 3", UnknownReference);
}

TEST_CASE("a text that is nothing but a reference to a list becomes one") {
  const std::string parts = split(reference("the stream"));
  const Value request =
      Value().set("all", parts).set("label", list_value({text_value(label_call())}));
  CHECK(to_json(resolved(request, kKnown)) ==
        R"({"all":["arn:aws:dynamodb:r:a:table","T","stream","2026"],"label":["2026"]})");
  CHECK_THROWS_WITH_AS(resolved(Value().set("all", "x" + parts), kKnown),
                       "a list stands where a text is needed", UnknownReference);
}

TEST_CASE("what a value speaks of is known, wherever it stands") {
  CHECK(references_in(text_value("plain")).empty());
  const Value value =
      Value()
          .set("a", list_value({text_value(reference("one") + "/" + reference("two"))}))
          .set("b", Value().set("c", label_call()));
  CHECK(references_in(value) == Names{"one", "the stream", "two"});
  CHECK(has_reference("x" + reference("one")));
  CHECK_FALSE(has_reference("x"));
  CHECK_FALSE(has_reference("\x01half"));
}

TEST_CASE("a name that only looks like a call is a name") {
  for (const char* name : {"{", "{}", R"({"Split":["/"]})", R"({"Other":["/","a"]})",
                           R"({"Base64":["a"],"Join":["a",[]]})"}) {
    CAPTURE(name);
    CHECK_THROWS_WITH_AS(resolved(reference(name), kKnown),
                         (std::string(name) + " isn't there").c_str(), UnknownReference);
    CHECK(references_in(text_value(reference(name))) == Names{name});
  }
}

TEST_CASE("a part of a URL is encoded, but for its references and what is to be kept") {
  CHECK(url_part("a b+c/d") == "a%20b%2Bc%2Fd");
  CHECK(url_part("a/b c", "/") == "a/b%20c");
  CHECK(url_part("x:" + reference("the y") + " z" + reference("b")) ==
        "x%3A" + reference("the y") + "%20z" + reference("b"));
  CHECK(url_part("").empty());
}

TEST_CASE("people read of a reference what it speaks of") {
  CHECK(said("plain") == "plain");
  CHECK(said("f:" + reference("the version of function f")) == "f:the version of function f");
}

}  // namespace references_test
