#pragma once

#include <string>
#include <string_view>

// How the lines of handlers look on standard error. Pure.
namespace server {

// A log event's message as lines of their own, each with the name of its function in front:
//
//   orders    | START RequestId: …
//   orders    | first line of what the handler printed
//
// Short names are padded, so that the lines of most functions stand in one column. With colours
// each name has one of its own, always the same.
std::string shown_lines(std::string_view function, std::string_view message, bool in_colour);

// Whether to use colours: on a terminal that has some, unless somebody asks for none (no-color.org:
// a variable that is there and not empty). The variables are nullptr when they aren't there.
bool wants_colour(bool is_terminal, const char* no_color, const char* term);

}  // namespace server
