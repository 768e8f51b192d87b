#include "core/shared_text.h"

#include <doctest/doctest.h>

namespace shared_text_test {

using core::SharedText;

TEST_CASE("copies share the text, and taking it leaves it to the others") {
  SharedText first(std::string(100, 'x'));
  SharedText second = first;
  CHECK(first.view().data() == second.view().data());
  const char* const bytes = second.view().data();
  const std::string copied = first.take();
  CHECK(copied == std::string(100, 'x'));
  CHECK(copied.data() != bytes);
  CHECK(first.empty());
  CHECK(second == std::string(100, 'x'));
  CHECK(second.size() == 100);
}

TEST_CASE("the last one's text is taken without a copy") {
  SharedText text(std::string(100, 'x'));
  const char* const bytes = text.view().data();
  const std::string taken = text.take();
  CHECK(taken.data() == bytes);
  CHECK(text == "");
}

TEST_CASE("a text that nobody gave is empty") {
  SharedText text;
  CHECK(text.empty());
  CHECK(text.take().empty());
}

}  // namespace shared_text_test
