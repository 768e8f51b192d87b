#include "storage/change_run.h"

#include "storage/byte_codec.h"

#include <algorithm>
#include <utility>

namespace storage {
namespace {

// What a reader decodes at once, and what is trimmed at once. A record that has more stays whole,
// and a run's last record begins before that (visit_heads).
constexpr std::size_t kLongRunBytes = 16 << 10;

constexpr unsigned char kEventMask = 3;
constexpr unsigned char kExpired = 4;
constexpr unsigned char kHasNewImage = 8;
constexpr unsigned char kHasOldImage = 16;

unsigned char what_is_in(const ChangeRecord& record) {
  auto what = static_cast<unsigned char>(record.event);
  if (record.expired) what |= kExpired;
  if (record.new_image) what |= kHasNewImage;
  if (record.old_image) what |= kHasOldImage;
  return what;
}

void put_record(std::string& out, std::uint64_t sequence, const ChangeRecord& record) {
  put_varint(out, sequence);
  out.push_back(static_cast<char>(what_is_in(record)));
  put_text(out, record.keys);
  if (record.new_image) put_text(out, *record.new_image);
  if (record.old_image) put_text(out, *record.old_image);
}

// The run that the record belongs to, which may be a new one.
ChangeRun& run_for(const ChangeRecord& record, std::vector<ChangeRun>& runs) {
  const auto newest = std::find_if(runs.rbegin(), runs.rend(),
                                   [&](const ChangeRun& run) { return run.shard == record.shard; });
  const bool takes_it = newest != runs.rend() && newest->created_at == record.created_at &&
                        newest->records.size() < kLongRunBytes;
  if (takes_it) return *newest;
  return runs.emplace_back(ChangeRun{record.shard, {}, record.created_at, {}});
}

// Reads what was put, as ByteReader does, of bytes that are fetched as they are wanted.
class FetchingReader {
 public:
  FetchingReader(std::size_t size, const FetchBytes& fetch) : size_(size), fetch_(fetch) {}

  bool at_end() const { return offset_ == size_; }
  std::uint64_t varint() {
    return read_varint([this] { return byte(); });
  }
  unsigned char byte() { return static_cast<unsigned char>(take(1)[0]); }
  std::string_view text() { return take(varint()); }
  void skip_text() {
    const std::uint64_t bytes = varint();
    core::ensure(bytes <= size_ - offset_, "stored bytes are whole");
    offset_ += bytes;
  }
  // Whether a run that has come so far has no other record.
  bool is_long() const { return offset_ >= kLongRunBytes; }
  std::size_t take_fetched() { return std::exchange(fetched_, 0); }

 private:
  static constexpr std::size_t kFetchBytes = 4096;

  std::string_view take(std::size_t count) {
    if (offset_ < begin_ || offset_ + count > begin_ + bytes_.size()) {
      begin_ = offset_;
      bytes_ = fetch_(offset_, std::max(count, kFetchBytes));
      fetched_ += bytes_.size();
    }
    core::ensure(offset_ + count <= begin_ + bytes_.size(), "stored bytes are whole");
    const std::string_view taken = bytes_.substr(offset_ - begin_, count);
    offset_ += count;
    return taken;
  }

  std::size_t size_;
  const FetchBytes& fetch_;
  std::size_t offset_ = 0;
  std::size_t begin_ = 0;   // of what was fetched last
  std::string_view bytes_;  // that
  std::size_t fetched_ = 0;
};

}  // namespace

std::vector<ChangeRun> pack_changes(const std::vector<ChangeRecord>& records) {
  std::vector<ChangeRun> runs;
  for (const ChangeRecord& record : records) {
    ChangeRun& run = run_for(record, runs);
    put_record(run.records, record.sequence.get() - run.last.get(), record);
    run.last = record.sequence;
  }
  std::sort(runs.begin(), runs.end(),
            [](const ChangeRun& a, const ChangeRun& b) { return a.last < b.last; });
  return runs;
}

std::vector<ChangeRecord> unpack_changes(ShardNumber shard, core::WallTime created_at,
                                         std::string_view records) {
  std::vector<ChangeRecord> unpacked;
  std::uint64_t sequence = 0;
  for (ByteReader reader(records); !reader.at_end();) {
    ChangeRecord& record = unpacked.emplace_back();
    record.shard = shard;
    record.created_at = created_at;
    sequence += reader.varint();
    record.sequence = core::SequenceNumber(sequence);
    const unsigned char what = reader.byte();
    record.event = static_cast<ChangeEvent>(what & kEventMask);
    record.expired = (what & kExpired) != 0;
    record.keys = reader.text();
    if (what & kHasNewImage) record.new_image = reader.text();
    if (what & kHasOldImage) record.old_image = reader.text();
  }
  return unpacked;
}

// The keys are the last that is read of a record before it is seen: what is fetched behind them may
// take their place.
bool visit_heads(std::size_t run_bytes, core::WallTime created_at, const FetchBytes& fetch,
                 const std::function<bool(const ChangeHead&)>& visit) {
  FetchingReader reader(run_bytes, fetch);
  std::uint64_t sequence = 0;
  while (!reader.at_end()) {
    sequence += reader.varint();
    const unsigned char what = reader.byte();
    const std::string_view keys = reader.text();
    const ChangeHead head{core::SequenceNumber(sequence), created_at, keys, reader.take_fetched()};
    if (!visit(head)) return false;
    if (what & kHasNewImage) reader.skip_text();
    if (reader.is_long()) break;
    if (what & kHasOldImage) reader.skip_text();
  }
  return true;
}

}  // namespace storage
