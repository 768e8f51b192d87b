#include "server/s3/xml_reader.h"

#include <doctest/doctest.h>

namespace xml_reader_test {

using server::s3::read_xml;

namespace {

// "path=text path=text", or "-" for what isn't well-formed.
std::string shown(const std::string& xml) {
  const auto texts = read_xml(xml);
  if (!texts) return "-";
  std::string text;
  for (const auto& each : *texts) text += (text.empty() ? "" : " ") + each.path + "=" + each.text;
  return text;
}

}  // namespace

TEST_CASE("the texts of a document come with their paths") {
  CHECK(shown("<a/>") == "a=");
  CHECK(shown("<a></a>") == "a=");
  CHECK(shown("<?xml version=\"1.0\"?>\n<!-- x --><a xmlns=\"u\">\n <b>1</b><c x='y'/> <n:b>2</n:b "
              ">\n</a>\n") == "a/b=1 a/c= a/b=2");
  CHECK(shown("<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#xFC;&#x20AC;&#x1F600;</a>") ==
        "a=<>&\"'AB\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(shown("<a>x<![CDATA[<b>&amp;]]>y</a>") == "a=x<b>&amp;y");
  CHECK(shown("<a> x </a>") == "a= x ");
}

TEST_CASE("what isn't well-formed is no document") {
  for (const char* xml : {"",
                          " ",
                          "text",
                          "<a>",
                          "</a>",
                          "<a></b>",
                          "<a/><b/>",
                          "<a/>x",
                          "x<a/>",
                          "<a>&b;</a>",
                          "<a>&lt</a>",
                          "<a>&#0x;</a>",
                          "<a>&#xD800;</a>",
                          "<a>&#x110000;</a>",
                          "<a>&#;</a>",
                          "<a",
                          "<a><!-- </a>",
                          "<![CDATA[x]]>",
                          "<!DOCTYPE a><a/>",
                          "<a>&lt;</a>&lt;",
                          "< a/>",
                          "<>x</>"}) {
    CAPTURE(xml);
    CHECK(shown(xml) == "-");
  }
}

TEST_CASE("elements nest so deep and no deeper") {
  const auto nested = [](std::size_t depth) {
    std::string xml;
    for (std::size_t i = 0; i < depth; ++i) xml += "<a>";
    for (std::size_t i = 0; i < depth; ++i) xml += "</a>";
    return xml;
  };
  CHECK(read_xml(nested(server::s3::kMaxXmlDepth)));
  CHECK_FALSE(read_xml(nested(server::s3::kMaxXmlDepth + 1)));
}

TEST_CASE("names are so long and no longer") {
  const std::string name(server::s3::kMaxXmlNameBytes, 'a');
  CHECK(shown("<p:" + name + "/>") == name + "=");
  CHECK(shown("<" + name + "b/>") == "-");
}

TEST_CASE("there are so many texts and no more") {
  std::string elements;
  for (std::size_t i = 0; i < server::s3::kMaxXmlTexts; ++i) elements += "<b/>";
  const auto texts = read_xml("<a>" + elements + "</a>");
  REQUIRE(texts);
  CHECK(texts->size() == server::s3::kMaxXmlTexts);
  CHECK_FALSE(read_xml("<a>" + elements + "<b/></a>"));
}

}  // namespace xml_reader_test
