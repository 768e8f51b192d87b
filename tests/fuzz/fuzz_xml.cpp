#include "server/protocol/xml_writer.h"
#include "server/s3/xml_reader.h"

#include <cstdlib>
#include <string>

// Any text is read or refused; and what is written as an element's text is read back.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  server::s3::read_xml(text);
  const auto texts = server::s3::read_xml(server::protocol::XmlWriter("a").text(text).take());
  if (!texts || texts->size() != 1 || texts->front().text != text) std::abort();
  return 0;
}
