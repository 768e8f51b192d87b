#include "server/http/date_header.h"

namespace server::http {

std::string_view DateHeader::at(std::time_t time) {
  if (time == time_) return text_;
  time_ = time;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[sizeof "Thu, 26 Nov 2026 12:00:00 GMT"];
  text_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
  return text_;
}

}  // namespace server::http
