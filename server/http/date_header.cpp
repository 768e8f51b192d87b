#include "server/http/date_header.h"

#include "core/time_text.h"

namespace server::http {

std::string_view DateHeader::at(std::time_t time) {
  if (time == time_) return text_;
  time_ = time;
  text_ = core::http_date(core::WallTime(std::chrono::seconds(time)));
  return text_;
}

}  // namespace server::http
