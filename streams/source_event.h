#pragma once

#include "core/json/value.h"
#include "storage/change_record.h"
#include "streams/record_members.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace streams {

struct Stream;

// A record as a function gets it: JSON, an element of the event's Records. It is made and parsed
// when somebody asks for it, and copies share what was made: ten mappings that read a record don't
// make it ten times, and one whose filter only looks at the event's name makes nothing but that.
//
// Engine thread only.
class SourceEvent {
 public:
  // NOLINTBEGIN(google-explicit-constructor): a text is as good as itself, shared.
  SourceEvent(std::string text = {});
  SourceEvent(const char* text) : SourceEvent(std::string(text)) {}
  // NOLINTEND(google-explicit-constructor)
  // Of the stream only what its records show is looked at.
  SourceEvent(std::shared_ptr<const Stream> stream, storage::ChangeRecord record);

  std::string_view text() const;
  std::size_t size() const { return text().size(); }
  // Of what the text is made of.
  std::size_t stored_bytes() const { return shared_->stored_bytes; }

  // Parsed, with these of its members and maybe others; valid until one of these. What it says of
  // these members is what the text says.
  const core::json::Document& document(RecordMembers members = RecordMembers::all()) const;
  bool is_parsed() const { return shared_->document.has_value(); }

  // Holds only what is needed for the text from now on.
  void slim() const;
  // Unless somebody else has a copy who might look into it, too.
  void slim_if_alone() const {
    if (shared_.use_count() == 1) slim();
  }

 private:
  struct Shared {
    std::optional<std::string> text;
    std::shared_ptr<const Stream> stream;  // nullptr: there is a text, and no record
    storage::ChangeRecord record;
    std::size_t stored_bytes = 0;
    std::optional<core::json::Document> document;
    RecordMembers parsed;  // are in the document
  };
  std::string json(RecordMembers members) const;

  std::shared_ptr<Shared> shared_;
};

}  // namespace streams
