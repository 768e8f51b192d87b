#pragma once

#include "core/json/value.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace streams {

// A record as a function gets it: JSON, an element of the event's Records. Copies share the text,
// and what was parsed of it, so that ten mappings that read a record don't make it ten times.
//
// Engine thread only.
class SourceEvent {
 public:
  // NOLINTBEGIN(google-explicit-constructor): a text is as good as itself, shared.
  SourceEvent(std::string text = {})
      : shared_(std::make_shared<Shared>(Shared{std::move(text), {}})) {}
  SourceEvent(const char* text) : SourceEvent(std::string(text)) {}
  // NOLINTEND(google-explicit-constructor)

  std::string_view text() const { return shared_->text; }
  std::size_t size() const { return shared_->text.size(); }

  // Parsed by the first who asks; valid until one of these.
  const core::json::Document& document() const;
  bool is_parsed() const { return shared_->document.has_value(); }
  void forget_document() const { shared_->document.reset(); }
  // Nobody else has a copy who might ask for it, too.
  void forget_document_if_alone() const {
    if (shared_.use_count() == 1) forget_document();
  }

 private:
  struct Shared {
    std::string text;
    std::optional<core::json::Document> document;
  };
  std::shared_ptr<Shared> shared_;
};

}  // namespace streams
