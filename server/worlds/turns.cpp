#include "server/worlds/turns.h"

namespace server::worlds {

void Turns::begin() {
  alarm_->cancel();
  const core::SteadyTime end = clock_.steady_now() + kTurn;
  for (int pieces = 0; pieces < kPieces && clock_.steady_now() < end; ++pieces) {
    if (!piece_()) return;
  }
  alarm_->after({}, [this] { begin(); });
}

}  // namespace server::worlds
