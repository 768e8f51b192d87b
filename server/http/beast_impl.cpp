// Beast's sources, compiled once: see BOOST_BEAST_SEPARATE_COMPILATION in server/CMakeLists.txt.
#include <boost/beast/src.hpp>
