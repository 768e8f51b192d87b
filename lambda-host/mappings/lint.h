#pragma once

#include "core/table_definition.h"
#include "lambda-host/mappings/event_source_mapping.h"

#include <optional>
#include <string>
#include <vector>

namespace lambda_host {

// What is valid about a mapping and yet most likely a mistake: a sentence for each, never an error.
// About its filters:
// - one asks for an image that records of the stream's view type don't have,
// - an attribute stands there without a type letter, so that nothing ever matches,
// - a number is asked of an N, which is a text in events,
// - exists is asked of what is no leaf;
// and about its other settings:
// - neither attempts nor ages have a limit,
// - a window that is never waited for.
// Without a view type (the stream is gone) images aren't looked at.
std::vector<std::string> lint(const EventSourceMapping& mapping,
                              std::optional<core::StreamViewType> view_type);

// The warning for a function that was seen to write to the table that feeds it.
inline constexpr const char* kWritesToItsOwnTable =
    "the function writes to the table that feeds it: unless something ends that, each of its "
    "writes causes the next";

}  // namespace lambda_host
