#include "lambda-host/folders/change_window.h"

#include <algorithm>

namespace lambda_host {

void ChangeWindow::changed(Moment now) {
  if (!first_) first_ = now;
  last_ = now;
}

std::optional<ChangeWindow::Moment> ChangeWindow::due() const {
  if (!first_) return std::nullopt;
  return std::min(last_ + kQuiet, *first_ + kLongest);
}

bool ChangeWindow::take(Moment now) {
  const auto moment = due();
  if (!moment || now < *moment) return false;
  first_.reset();
  return true;
}

}  // namespace lambda_host
