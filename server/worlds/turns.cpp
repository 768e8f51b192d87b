#include "server/worlds/turns.h"

#include "storage/writer.h"

namespace server::worlds {

void Turns::begin() {
  alarm_->cancel();
  const core::Clock& clock = services_.clock;
  const core::SteadyTime end = clock.steady_now() + kTurn;
  for (int pieces = 0; pieces < kPieces && clock.steady_now() < end; ++pieces) {
    if (services_.writer.is_behind()) break;  // a piece would write all of that before
    if (!piece_()) return;
  }
  alarm_->after({}, [this] { begin(); });
}

}  // namespace server::worlds
