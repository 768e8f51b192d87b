#pragma once

#include "server/s3/call.h"

// The operations of S3, each in a file of its name or of its family. Those that answer on the spot
// return, the others reply. All throw S3Error.
namespace server::s3 {

// buckets.cpp
core::HttpResponse create_bucket(const Call& call, ObjectStore& store);
core::HttpResponse delete_bucket(const Call& call, ObjectStore& store);
core::HttpResponse get_bucket_location(const Call& call, ObjectStore& store);
core::HttpResponse head_bucket(const Call& call, ObjectStore& store);
core::HttpResponse list_buckets(const Call& call, ObjectStore& store);

// list_objects.cpp
core::HttpResponse list_objects(const Call& call, ObjectStore& store);
core::HttpResponse list_objects_v2(const Call& call, ObjectStore& store);

void delete_object(Call call, ObjectStore& store, core::HttpReply reply);
void delete_objects(Call call, ObjectStore& store, core::HttpReply reply);
void get_object(Call call, ObjectStore& store, core::HttpReply reply);
core::HttpResponse head_object(const Call& call, ObjectStore& store);
void put_object(Call call, ObjectStore& store, core::HttpReply reply);

}  // namespace server::s3
