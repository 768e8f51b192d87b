#include "streams/source_event.h"

#include <doctest/doctest.h>

namespace streams {

TEST_CASE("copies of an event share its text and what was parsed of it") {
  const SourceEvent event = std::string(R"({"eventName":"INSERT"})");
  const SourceEvent copy = event;
  CHECK(copy.text() == R"({"eventName":"INSERT"})");
  CHECK(copy.size() == 22);
  CHECK(event.document().root().object().find("eventName")->string() == "INSERT");
  CHECK(&copy.document() == &event.document());
}

TEST_CASE("what was parsed is forgotten unless somebody else may ask for it") {
  const SourceEvent event = std::string("{}");
  const core::json::Document* const parsed = &event.document();
  {
    const SourceEvent copy = event;
    const auto before = event.document().root().text();
    event.forget_document_if_alone();
    CHECK(event.is_parsed());
    copy.forget_document();
    CHECK_FALSE(event.is_parsed());
  }
  CHECK(&event.document() == parsed);  // at the same place, anew
  event.forget_document_if_alone();
  CHECK_FALSE(event.is_parsed());
}

}  // namespace streams
