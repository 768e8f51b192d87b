#pragma once

#include <fmt/format.h>

// Every source that logs makes fmt 9's whole formatter anew, 1.2 seconds each, though its library
// has it. Later versions say this themselves.
#if FMT_VERSION >= 90000 && FMT_VERSION < 100000 && !defined(FMT_HEADER_ONLY)
extern template void fmt::detail::vformat_to<char>(fmt::detail::buffer<char>&,
                                                   fmt::basic_string_view<char>,
                                                   fmt::basic_format_args<fmt::format_context>,
                                                   fmt::detail::locale_ref);
#endif
