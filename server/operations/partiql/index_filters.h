#pragma once

#include "core/partiql/key_alternatives.h"
#include "server/operations/items/read_source.h"

namespace server::operations {

// What a SELECT by the key of an index may ask beside the key: only what the index projects. It is
// enough when one of the alternatives, which must be keyed, does so [AWS].
void check_filters_projected(const ReadSource& source,
                             const core::partiql::KeyAlternatives& alternatives);

}  // namespace server::operations
