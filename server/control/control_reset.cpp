#include "core/api_error.h"
#include "core/json/writer.h"
#include "server/control/drains.h"
#include "server/control/endpoints.h"
#include "server/control/reset_scopes.h"
#include "server/faults/fault_list.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace server::control {
namespace {

using worlds::Kept;
using worlds::ResetCounts;

struct KeptName {
  std::string_view name;
  bool Kept::*member;
};
constexpr KeptName kKept[] = {
    {"functions", &Kept::functions},
    {"mappings",  &Kept::mappings },
    {"tables",    &Kept::tables   },
    {"queues",    &Kept::queues   },
    {"topics",    &Kept::topics   },
    {"buckets",   &Kept::buckets  },
};

struct CountName {
  std::string_view name;
  std::size_t ResetCounts::*member;
};
constexpr CountName kCounts[] = {
    {"tables",     &ResetCounts::tables    },
    {"functions",  &ResetCounts::functions },
    {"mappings",   &ResetCounts::mappings  },
    {"queues",     &ResetCounts::queues    },
    {"topics",     &ResetCounts::topics    },
    {"buckets",    &ResetCounts::buckets   },
    {"log_groups", &ResetCounts::log_groups},
    {"processes",  &ResetCounts::processes },
};

[[noreturn]] void refuse_kept() {
  core::throw_validation(
      "keep must be a list of \"functions\", \"mappings\", \"tables\", \"queues\", \"topics\" and "
      "\"buckets\".");
}

void keep(const core::json::Value& name, Kept& kept) {
  const auto found = std::find_if(std::begin(kKept), std::end(kKept), [&](const KeptName& each) {
    return name.is(core::json::Kind::string) && name.string() == each.name;
  });
  if (found == std::end(kKept)) refuse_kept();
  kept.*found->member = true;
}

Kept read_kept(const core::json::Object& body) {
  Kept kept;
  const auto list = body.find("keep");
  if (!list) return kept;
  if (!list->is(core::json::Kind::array)) refuse_kept();
  list->array().for_each([&](const core::json::Value& name) { keep(name, kept); });
  return kept;
}

std::string to_json(const ResetCounts& counts) {
  core::json::Writer writer;
  writer.begin_object();
  for (const CountName& each : kCounts) {
    writer.member(each.name, static_cast<std::int64_t>(counts.*each.member));
  }
  return writer.end_object().take();
}

}  // namespace

void reset_scopes(const ControlParts& parts, const ScopeFilter& scopes, const Kept& kept,
                  worlds::Resets::Done done) {
  parts.drains.begin_anew(scopes);
  parts.faults.clear(scopes);
  parts.restorations.end(scopes);
  parts.snapshots.cut_off(scopes);
  parts.resets.begin(scopes, kept,
                     [&snapshots = parts.snapshots, done = std::move(done)](const auto& counts) {
                       snapshots.look();  // what is being saved may be gone
                       done(counts);
                     });
}

void reset(const ControlParts& parts, const Call& call, const core::HttpReply& reply) {
  refuse_unknown(call.body, {"keep"});
  reset_scopes(parts, call.scopes, read_kept(call.body), [reply](const auto& counts) {
    reply(counts ? json_response(to_json(*counts)) : not_stored());
  });
}

}  // namespace server::control
