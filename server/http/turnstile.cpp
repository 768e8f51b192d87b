#include "server/http/turnstile.h"

#include <boost/asio/post.hpp>

namespace server::http {

// Only when so many have passed, whenever that was, is there a look at turns: it costs less.
bool Turnstile::admits() {
  if (!waiting_.empty() || passed_ == at_once_) return false;
  ++passed_;
  return true;
}

void Turnstile::wait(Resume resume) {
  waiting_.push_back(std::move(resume));
  run_soon();
}

void Turnstile::run_soon() {
  if (std::exchange(runs_soon_, true)) return;
  boost::asio::post(context_, [self = shared_from_this()] { self->run(); });
}

void Turnstile::run() {
  runs_soon_ = false;
  for (passed_ = 0; passed_ < at_once_ && !waiting_.empty(); ++passed_) {
    Resume next = std::move(waiting_.front());
    waiting_.pop_front();
    std::move(next)();
  }
  if (!waiting_.empty()) run_soon();
}

}  // namespace server::http
