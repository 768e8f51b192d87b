#pragma once

#include <ctime>
#include <string>
#include <string_view>

namespace server::http {

// The value of a Date header, made anew once a second. SDKs correct their clocks by it, and so it
// is the machine's time, not the one that can be moved.
class DateHeader {
 public:
  // "Thu, 26 Nov 2026 12:00:00 GMT"; the view ends with the next call.
  std::string_view at(std::time_t time);

 private:
  std::time_t time_ = -1;
  std::string text_;
};

}  // namespace server::http
