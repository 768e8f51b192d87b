#include "server/protocol/xml_writer.h"

#include <doctest/doctest.h>

namespace xml_writer_test {

using server::protocol::xml_escaped;
using server::protocol::XmlWriter;

TEST_CASE("text is escaped, control characters as references") {
  CHECK(xml_escaped("a<b>&\"c\"'\t\n") == "a&lt;b&gt;&amp;&quot;c&quot;'\t\n");
  CHECK(xml_escaped(std::string_view("\x01\r\x1f\0 \xC3\xBC", 7)) ==
        "&#x1;&#xD;&#x1F;&#x0; \xC3\xBC");
}

TEST_CASE("a document has its elements and closes what is open") {
  XmlWriter xml("a", "http://example.com/");
  xml.open("b")
      .element("c", "<")
      .element("d", std::string("e"))
      .element("f", std::int64_t{7})
      .close();
  xml.open("g").element("h", true).element("i", false).text("&");
  CHECK(
      xml.take() ==
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a xmlns=\"http://example.com/\"><b><c>&lt;</c>"
      "<d>e</d><f>7</f></b><g><h>true</h><i>false</i>&amp;</g></a>");
  CHECK(XmlWriter("a").take() == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a></a>");
}

}  // namespace xml_writer_test
