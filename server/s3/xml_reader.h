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
// well-formed, has a document type, or is beyond the limits below. Takes time and memory in
// proportion to the document.
std::optional<std::vector<XmlText>> read_xml(std::string_view document);

inline constexpr std::size_t kMaxXmlDepth = 16;
inline constexpr std::size_t kMaxXmlNameBytes = 64;
// DeleteObjects has a thousand objects of five texts each, and Quiet.
inline constexpr std::size_t kMaxXmlTexts = 5001;

}  // namespace server::s3
