#include "server/seeds/fault.h"

namespace server::seeds {

std::string Place::text() const {
  std::string text = file;
  if (line > 0) text += ", line " + std::to_string(line);
  if (!path.text().empty()) text += ", " + path.text();
  return text;
}

}  // namespace server::seeds
