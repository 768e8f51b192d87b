#include "server/seeds/document.h"

#include "server/seeds/fault.h"

#include <doctest/doctest.h>

namespace document_test {

using namespace server::seeds;

namespace {

std::string fault(const std::string& name, const std::string& text) {
  try {
    read_document(name, text);
    return "";
  } catch (const Fault& error) {
    return error.what();
  }
}

std::string json(const std::string& yaml) {
  return to_json(read_document("x.yaml", yaml));
}

}  // namespace

TEST_CASE("YAML and JSON say the same") {
  CHECK(json("a:\n  - 1\n  - 'x'\n  - \"2\"\n  - true\nb: {c: ~}\n") ==
        R"({"a":[1,"x","2",true],"b":{"c":null}})");
  CHECK(to_json(read_document("x.json", R"({"a":[1,"\ud83d\ude00"]})")) == R"({"a":[1,"😀"]})");
  CHECK(json("") == "null");
  CHECK(json("a: &x {b: 1}\nc: *x\n") == R"({"a":{"b":1},"c":{"b":1}})");
  CHECK(json("a: |\n  one\n  two\n") == R"({"a":"one\ntwo\n"})");
}

TEST_CASE("YAML's values know their lines and tags") {
  const Value value =
      read_document("x.yml", "a:\n  b: !Ref Orders\n  c: !Sub 5\n  d: !GetAtt [A, B]\n");
  const Value& inner = *value.find("a");
  CHECK(inner.line == 2);
  CHECK(inner.find("b")->line == 2);
  CHECK(inner.find("b")->tag == "Ref");
  CHECK(inner.find("c")->tag == "Sub");
  CHECK(inner.find("c")->is(Value::Kind::text));
  CHECK(inner.find("d")->tag == "GetAtt");
  CHECK(inner.find("d")->line == 4);
  CHECK(read_document("x.yml", "'quoted'").tag.empty());
}

TEST_CASE("what is no document is a sentence with its place") {
  CHECK(fault("s.yaml", "a: 1\nb: [1\n") == "s.yaml, line 3: end of sequence flow not found");
  CHECK(fault("s.yaml", "a: 1\na: 2\n") == "s.yaml, line 2: the member a is there twice");
  CHECK(fault("s.yaml", "[1]: 2\n") == "s.yaml, line 1: a member's name must be a text");
  CHECK(fault("s.yaml", "a: 1\n---\nb: 2\n") == "s.yaml: it has more than one document");
  CHECK(fault("s.json", "{\"a\":}") == "s.json: Invalid value.");
  CHECK(fault("s.yaml", std::string(kMaxDocumentBytes + 1, '#')) ==
        "s.yaml: it is larger than 16 MB");
}

TEST_CASE("nothing nests deeper, or has more values, than anybody would write") {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  CHECK(fault("s.yaml", nested(kMaxDocumentDepth)).empty());
  CHECK(fault("s.yaml", nested(kMaxDocumentDepth + 2)) == "s.yaml, line 1: it nests too deep");
  CHECK(fault("s.json", nested(kMaxDocumentDepth)).empty());
  CHECK(fault("s.json", nested(kMaxDocumentDepth + 1)) == "s.json: it nests too deep");
  // Each line is ten times the one before.
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 8; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int j = 1; j < 10; ++j) bomb += "," + last;
    bomb += "]\n";
  }
  CHECK(fault("s.yaml", bomb) == "s.yaml, line 1: the file has too many values");
}

}  // namespace document_test
