#pragma once

#include "server/seeds/value.h"

namespace server::seeds {

// The properties of a resource with what its metadata says of code that lies beside the template:
// the CDK names a bucket there that only a deployment fills, and says in "aws:asset:path" which
// folder or zip of cdk.out that will be, and in "aws:asset:property" whose value it is.
Value with_assets(Value properties, const Value& resource);

}  // namespace server::seeds
