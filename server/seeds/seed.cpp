#include "server/seeds/seed.h"

#include "server/seeds/document.h"
#include "server/seeds/file_text.h"
#include "server/seeds/making_order.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::seeds {
namespace {

struct Named {
  const char* name;
  Section* add;
};
// In the order in which things need one another.
constexpr Named kSections[] = {
    {"buckets",              add_bucket             },
    {"queues",               add_queue              },
    {"topics",               add_topic              },
    {"tables",               add_table              },
    {"log_groups",           add_log_group          },
    {"layers",               add_layer              },
    {"functions",            add_function           },
    {"versions",             add_version            },
    {"aliases",              add_alias              },
    {"event_invoke_configs", add_event_invoke_config},
    {"mappings",             add_mapping            },
    {"subscriptions",        add_subscription       },
};

bool is_account(const std::string& text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
}

core::Scope scope_of(const Value& document, const Ground& ground) {
  core::Scope scope = ground.scope;
  if (const std::string account = document.text_of("account"); !account.empty()) {
    if (!is_account(account))
      throw Fault({ground.file, 0, Path("account")}, "an account has 12 digits");
    scope.account = core::AccountId(account);
  }
  if (const std::string region = document.text_of("region"); !region.empty()) {
    if (!core::is_region_name(region)) {
      throw Fault({ground.file, 0, Path("region")}, "it is no region's name");
    }
    scope.region = core::Region(region);
  }
  return scope;
}

void refuse_unknown(const Value& document, const Ground& ground) {
  for (const auto& [name, value] : document.members) {
    const auto is_it = [&name = name](const Named& section) { return section.name == name; };
    const bool is_known = name == "account" || name == "region" ||
                          std::any_of(std::begin(kSections), std::end(kSections), is_it);
    if (is_known) continue;
    throw Fault({ground.file, value.line, Path(name)},
                "there is no such section; there are account, region, buckets, queues, topics, "
                "tables, log_groups, layers, functions, versions, aliases, event_invoke_configs, "
                "mappings and subscriptions");
  }
}

void add_section(const Value& document, const Named& section, const Ground& ground,
                 Resources& resources) {
  const Value* const entries = document.find(section.name);
  if (!entries) return;
  const Path path{std::string(section.name)};
  if (!entries->is(Value::Kind::list)) {
    throw Fault({ground.file, entries->line, path}, "a list is needed here");
  }
  for (std::size_t i = 0; i < entries->list.size(); ++i) {
    const Entry entry{entries->list[i], path[i], ground};
    if (!entry.value.is(Value::Kind::map)) throw Fault(entry.place(), "an object is needed here");
    section.add(entry, resources);
  }
}

// What describe-table prints is a seed of one table, and so is what CreateTable takes.
bool is_one_table(const Value& document) {
  return document.has("Table") || (document.has("TableName") && document.has("KeySchema"));
}

}  // namespace

Seed resources_of(const Value& document, const Ground& ground) {
  if (!document.is(Value::Kind::map)) throw Fault({ground.file}, "an object is needed here");
  Seed seed{ground.scope, {}};
  if (is_one_table(document)) {
    add_table({document, {}, ground}, seed.resources);
    return seed;
  }
  refuse_unknown(document, ground);
  seed.scope = scope_of(document, ground);
  const Ground own{ground.file, ground.folder, seed.scope};
  for (const Named& section : kSections) add_section(document, section, own, seed.resources);
  seed.resources = in_making_order(std::move(seed.resources));
  return seed;
}

Seed read_seed(const std::filesystem::path& file, const core::Scope& scope) {
  std::string text;
  try {
    text = file_text(file, kMaxDocumentBytes);
  } catch (const std::exception& error) {
    throw Fault({file.string()}, error.what());
  }
  const Value document = read_document(file.string(), std::move(text));
  return resources_of(document, {file.string(), file.parent_path(), scope});
}

}  // namespace server::seeds
