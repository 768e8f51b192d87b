# The script behind rivulet_embed: writes the bytes of INPUT as a C++ source to OUTPUT.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))" "\\1\n" bytes "${bytes}")
file(
  WRITE ${OUTPUT}
  "#include <string_view>

namespace lambda_host {
std::string_view ${FUNCTION}();

std::string_view ${FUNCTION}() {
  static constexpr unsigned char kBytes[] = {
${bytes}};
  return {reinterpret_cast<const char*>(kBytes), sizeof(kBytes)};
}
}  // namespace lambda_host
")
