#pragma once

#include "core/api_error.h"

namespace core {

// One of the few that Lambda answers without saying whose fault it is: they have no `Type`
// (recorded answers).
class UntypedError : public ApiError {
 public:
  using ApiError::ApiError;
};

}  // namespace core
