#include "streams/source_event.h"

namespace streams {

const core::json::Document& SourceEvent::document() const {
  if (!shared_->document) shared_->document = core::json::Document::parse(shared_->text);
  return *shared_->document;
}

}  // namespace streams
