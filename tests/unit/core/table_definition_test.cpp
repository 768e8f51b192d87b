#include "core/table_definition.h"

#include <doctest/doctest.h>

namespace table_definition_test {

using namespace core;

TEST_CASE("each stream view type, billing mode and projection has its wire name, both ways") {
  const std::pair<StreamViewType, const char*> views[] = {
      {StreamViewType::keys_only,          "KEYS_ONLY"         },
      {StreamViewType::new_image,          "NEW_IMAGE"         },
      {StreamViewType::old_image,          "OLD_IMAGE"         },
      {StreamViewType::new_and_old_images, "NEW_AND_OLD_IMAGES"},
  };
  for (const auto& [view, name] : views) {
    CHECK(wire_name(view) == name);
    CHECK(find_stream_view_type(name) == view);
  }
  const std::pair<BillingMode, const char*> modes[] = {
      {BillingMode::provisioned,     "PROVISIONED"    },
      {BillingMode::pay_per_request, "PAY_PER_REQUEST"},
  };
  for (const auto& [mode, name] : modes) {
    CHECK(wire_name(mode) == name);
    CHECK(find_billing_mode(name) == mode);
  }
  const std::pair<ProjectionType, const char*> projections[] = {
      {ProjectionType::all,       "ALL"      },
      {ProjectionType::keys_only, "KEYS_ONLY"},
      {ProjectionType::include,   "INCLUDE"  },
  };
  for (const auto& [projection, name] : projections) {
    CHECK(wire_name(projection) == name);
    CHECK(find_projection_type(name) == projection);
  }
}

TEST_CASE("no other name is one, an empty one least of all") {
  for (const char* name : {"", "keys_only", "INCLUDE", "ALL "}) {
    CAPTURE(name);
    CHECK_FALSE(find_stream_view_type(name));
    CHECK_FALSE(find_billing_mode(name));
  }
  CHECK_FALSE(find_projection_type(""));
  CHECK_FALSE(find_projection_type("PROVISIONED"));
}

TEST_CASE("an index is found by its name") {
  TableDefinition table;
  table.indexes.resize(2);
  table.indexes[0].name = IndexName("one");
  table.indexes[1].name = IndexName("two");
  CHECK(table.find_index("two") == &table.indexes[1]);
  CHECK(table.find_index("three") == nullptr);
}

}  // namespace table_definition_test
