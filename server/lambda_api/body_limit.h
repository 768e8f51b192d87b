#pragma once

#include "server/lambda_api/routes.h"

#include <cstddef>

namespace server::lambda_api {

// The largest payload of an invocation that is waited for, in the words of AWS's error.
inline constexpr std::size_t kMaxPayloadBytes = 6'291'456;

// How large the body of an operation's request may be: asked before any of it is read.
std::size_t max_body_bytes(const Route& route);

// Throws what AWS answers to a larger one.
[[noreturn]] void refuse_large_body(const Route& route);
// Throws what AWS answers to callers who ask for too much at once.
[[noreturn]] void refuse_for_want_of_room();

}  // namespace server::lambda_api
