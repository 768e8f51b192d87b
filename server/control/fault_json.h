#pragma once

#include "core/json/writer.h"
#include "server/faults/fault_list.h"

namespace server::control {

// As it was asked for, with what it has done: what docs/faults.md describes.
void write_fault(core::json::Writer& writer, const faults::Fault& fault);

}  // namespace server::control
