#pragma once

#include "server/seeds/value.h"

#include <string>

namespace server::seeds {

// A seed or a template is no larger, and has no more values and levels: YAML's anchors can make
// gigabytes of a line.
inline constexpr std::size_t kMaxDocumentBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxDocumentValues = 1'000'000;
inline constexpr int kMaxDocumentDepth = 100;

// Reads the text of a file: JSON if its name ends in ".json", else YAML, whose values know their
// lines. Throws Fault, which calls the file by that name.
Value read_document(const std::string& name, std::string text);

}  // namespace server::seeds
