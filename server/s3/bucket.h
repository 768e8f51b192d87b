#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "storage/resource_table.h"

#include <string>

namespace server::s3 {

struct Bucket {
  std::string name;
  core::Scope scope;  // whose it is, and where
  core::WallTime created_at;
  // What names its objects' rows and files: the bucket's name, or once it lost all that it had,
  // another one each time. Given by the store.
  std::string place = {};
};

// Another place for a bucket of that name, which is nobody's.
std::string new_place(const std::string& bucket);

// As it is stored, and back.
std::string document_of(const Bucket& bucket);
Bucket stored_bucket(const storage::Resource& resource);

}  // namespace server::s3
