#include "core/json/survey.h"

#include <doctest/doctest.h>

#include <string>

namespace survey_test {

using core::json::survey;

TEST_CASE("brackets and commas are counted wherever they stand") {
  for (const std::size_t size :
       {0, 1, 15, 16, 17, 31, 32, 255, 4079, 4080, 4081, 4096, 8160, 9000}) {
    CAPTURE(size);
    CHECK(survey(std::string(size, '[')).brackets == size);
    CHECK(survey(std::string(size, '{')).brackets == size);
    CHECK(survey(std::string(size, ',')).commas == size);
    CHECK(survey(std::string(size, '[')).commas == 0);
    CHECK(survey(std::string(size, ',')).brackets == 0);
    const std::string text = std::string(size, 'a') + ",{" + std::string(size, 'a');
    CHECK(survey(text).brackets == 1);
    CHECK(survey(text).commas == 1);
  }
  CHECK(survey("]};:zZ+-").brackets == 0);
  CHECK(survey("]};:zZ+-").commas == 0);
}

TEST_CASE("what isn't ASCII, and what is below the blank, is seen wherever it stands") {
  for (std::size_t before = 0; before < 40; ++before) {
    CAPTURE(before);
    const std::string plain(before, 'a');
    CHECK(survey(plain + "~\x7f").ascii);
    CHECK_FALSE(survey(plain + "~\x80").ascii);
    CHECK_FALSE(survey(plain + "\xff" + plain).ascii);
    CHECK_FALSE(survey(plain + " \x80").controls);
    CHECK(survey(plain + "\x1f").controls);
    CHECK(survey(plain + std::string(1, '\0') + plain).controls);
  }
}

TEST_CASE("none of a long text's rounds is forgotten") {
  std::string text(20000, 'a');
  for (const std::size_t at :
       {std::size_t{0}, std::size_t{4079}, std::size_t{4080}, text.size() - 1}) {
    CAPTURE(at);
    std::string one = text;
    one[at] = '\n';
    CHECK(survey(one).controls);
    one[at] = '\x80';
    CHECK_FALSE(survey(one).ascii);
  }
}

}  // namespace survey_test
