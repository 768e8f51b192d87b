#pragma once

#include "core/names.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// What texts of a world must say where the world is made anew: settings, environments, filters,
// policies, tags. All of these are pure.
namespace server::worlds {

// The text with ARNs and queue URLs of one scope made another's: ":us-east-1:000000000000:",
// "::000000000000:" (IAM has no regions) and "/000000000000/"; where the regions are of two
// partitions, also "arn:aws:" before these, and before buckets.
std::string rewritten(std::string text, const core::Scope& from, const core::Scope& to);

// The name that a bucket of the one has in the other: with its account, where it has the account.
// Names of buckets are everybody's, so what needs to be there for each has it in its name.
std::string bucket_name_in(const core::Scope& to, std::string name, const core::Scope& from);
// Of "localhost:8000", with or without a scheme before it; nullopt when it names none.
std::optional<std::uint16_t> port_of(std::string_view authority);

// The text with URLs of these queues, at a server that listened on one of these ports, made those
// of the server at `endpoint` ("http://127.0.0.1:8000"), whatever the former was called. URLs with
// the endpoint's own port lead there already, and stay.
struct QueueUrls {
  core::AccountId account;
  std::vector<std::uint16_t> ports;
  std::function<bool(std::string_view)> has_queue;  // one of that name
  std::string endpoint;
};
std::string with_moved_queues(std::string text, const QueueUrls& urls);

// All of that, and buckets, where their names are words, and streams: those of the copy are fresh,
// under labels of their own.
class Rewriting {
 public:
  Rewriting(core::Scope from, core::Scope to, QueueUrls urls)
      : from_(std::move(from)), to_(std::move(to)), urls_(std::move(urls)) {}

  void rename_bucket(const std::string& name);
  void rename_stream(const core::TableName& table, const core::StreamLabel& old,
                     const core::StreamLabel& fresh);

  // The label of the table's stream in the copy; the table must have one.
  const core::StreamLabel& stream_of(const core::TableName& table) const {
    return fresh_.at(table.get());
  }
  // Linear in the text's length, however many streams, queues and buckets there are.
  std::string operator()(std::string text) const;

 private:
  std::string with_fresh_streams(std::string text) const;
  std::string with_renamed_buckets(std::string text) const;
  std::optional<std::size_t> bucket_end(std::string_view text, std::size_t begin,
                                        std::size_t first) const;

  core::Scope from_;
  core::Scope to_;
  QueueUrls urls_;
  std::map<std::string, core::StreamLabel, std::less<>> fresh_;          // by table
  std::map<std::string, core::StreamLabel, std::less<>> fresh_of_ours_;  // by "TABLE/stream/LABEL"
  std::set<std::string, std::less<>> buckets_;
};

}  // namespace server::worlds
