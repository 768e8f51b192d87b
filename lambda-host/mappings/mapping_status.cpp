#include "lambda-host/mappings/mapping_status.h"

namespace lambda_host {

const char* wire_name(LaneActivity activity) {
  switch (activity) {
    case LaneActivity::caught_up: return "caught up";
    case LaneActivity::reading: return "reading";
    case LaneActivity::gathering: return "gathering";
    case LaneActivity::invoking: return "invoking";
    case LaneActivity::discarding: return "discarding";
    case LaneActivity::backing_off: return "backing off";
  }
  __builtin_unreachable();
}

}  // namespace lambda_host
