#include "streams/source_event.h"

#include "core/json/writer.h"
#include "streams/arrivals.h"
#include "streams/record_json.h"

namespace streams {

SourceEvent::SourceEvent(std::string text) : shared_(std::make_shared<Shared>()) {
  shared_->stored_bytes = text.size();
  shared_->text = std::move(text);
}

SourceEvent::SourceEvent(std::shared_ptr<const Stream> stream, storage::ChangeRecord record)
    : shared_(std::make_shared<Shared>()) {
  shared_->stored_bytes = streams::stored_bytes(record);
  shared_->stream = std::move(stream);
  shared_->record = std::move(record);
}

std::string_view SourceEvent::text() const {
  if (!shared_->text) shared_->text = json(RecordMembers::all());
  return *shared_->text;
}

const core::json::Document& SourceEvent::document(RecordMembers members) const {
  auto& document = shared_->document;
  if (document && shared_->parsed.include(members)) return *document;
  // What the others asked for stays in it, so that it isn't parsed for each of them in turn.
  shared_->parsed = shared_->stream ? shared_->parsed | members : RecordMembers::all();
  document = core::json::Document::parse(json(shared_->parsed));
  return *document;
}

// Of a text that is all there is, everything.
std::string SourceEvent::json(RecordMembers members) const {
  if (!shared_->stream) return *shared_->text;
  core::json::Writer writer;
  write_record(writer, shared_->record, *shared_->stream, RecordForm::lambda_event, members);
  return writer.take();
}

void SourceEvent::slim() const {
  shared_->document.reset();
  shared_->parsed = {};
  if (!shared_->text) return;
  shared_->stream.reset();
  shared_->record = {};
}

}  // namespace streams
