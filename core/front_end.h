#pragma once

namespace core {

// DynamoDB has two front ends, which read requests and find what is wrong with them. In 2026 AWS
// began to move its operations, one by one, from the older to the current one. Both refuse the same
// requests, in other words and sometimes for another of several faults.
enum class FrontEnd { current, older };

}  // namespace core
