#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::s3 {

// An element without others in it.
struct XmlText {
  std::string path;  // "Delete/Object/Key"
  std::string text;
};

// The texts of an XML document, in its order: as much of XML as S3's requests have. Attributes,
// comments and declarations are passed over; prefixes of names go. nullopt for what isn't
// well-formed, has a document type, or nests deeper than kMaxXmlDepth.
std::optional<std::vector<XmlText>> read_xml(std::string_view document);

inline constexpr std::size_t kMaxXmlDepth = 16;

}  // namespace server::s3
