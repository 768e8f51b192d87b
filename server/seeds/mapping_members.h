#pragma once

#include <string_view>

namespace server::seeds {

// What CreateEventSourceMapping takes beside the function, the source and the key, as templates say
// it, too: paths into the request (Lambda API reference; AWS::Lambda::EventSourceMapping).
inline constexpr std::string_view kMappingSettings[] = {
    "Enabled",
    "BatchSize",
    "FilterCriteria.Filters.Pattern",
    "MaximumBatchingWindowInSeconds",
    "ParallelizationFactor",
    "StartingPosition",
    "StartingPositionTimestamp",
    "DestinationConfig.OnFailure.Destination",
    "MaximumRecordAgeInSeconds",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "Tags",
    "TumblingWindowInSeconds",
    "FunctionResponseTypes",
    "ScalingConfig.MaximumConcurrency",
    "MetricsConfig.Metrics",
};

}  // namespace server::seeds
