#pragma once

#include "lambda-host/destinations.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace tests {

// Keeps what was sent until the test answers.
class FakeDestination : public lambda_host::Destinations {
 public:
  struct Sent {
    lambda_host::Notice notice;
    Beside beside;
    Done done;
  };

  void check(const core::Scope&, const std::string& destination) const override {
    if (destination.ends_with(":missing")) lambda_host::throw_no_destination(destination);
  }
  void send(lambda_host::Notice notice, Beside beside, Done done) override {
    sent.push_back({std::move(notice), std::move(beside), std::move(done)});
  }
  // The oldest one has come there, or not.
  void answer(const std::optional<std::string>& failure = std::nullopt) {
    const Sent oldest = std::move(sent.front());
    sent.pop_front();
    oldest.done(failure);
  }

  std::deque<Sent> sent;
};

}  // namespace tests
