#include "streams/stream_source.h"

#include <utility>

namespace streams {

ReadResult StreamSource::read(const ReadRequest& request) {
  ReadResult result;
  const ReadEnd end = visit(request, [&](SourceRecord& record) {
    result.records.push_back(std::move(record));
    return true;
  });
  static_cast<ReadEnd&>(result) = end;
  return result;
}

}  // namespace streams
