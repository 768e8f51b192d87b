#pragma once

#include "core/json/value.h"
#include "core/table_definition.h"

#include <cstddef>
#include <string_view>
#include <vector>

// Tags as CreateTable, TagResource and UntagResource are told them. AWS's front end passes all of
// them on; the texts are the operations' own.
namespace server::operations {

// A list of tags: keys that differ, none of AWS's own, of the characters that AWS allows.
std::vector<core::Tag> read_tags(const core::json::Array& list);

// Keys of tags to remove; there need be no such tags.
std::vector<std::string_view> read_tag_keys(const core::json::Array& list);

// Throws when a resource would have too many of them.
void check_tag_count(std::size_t tags);

}  // namespace server::operations
