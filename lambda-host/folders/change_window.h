#pragma once

#include <chrono>
#include <optional>

namespace lambda_host {

// Makes one change of many: an editor that writes a file and renames it, a compiler that writes a
// hundred, count once when they are through. Time is the system's: files change in no other.
class ChangeWindow {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // So long nothing may have changed for the changes to be over …
  static constexpr std::chrono::milliseconds kQuiet{10};
  // … but this long after the first one they count anyway.
  static constexpr std::chrono::milliseconds kLongest{200};

  void changed(Moment now);
  // When the changes count; nullopt when there are none.
  std::optional<Moment> due() const;
  // Whether there are changes that count now. They are over then.
  bool take(Moment now);

 private:
  std::optional<Moment> first_;
  Moment last_;
};

}  // namespace lambda_host
