"""S3 as its clients use it: boto3 and the AWS CLI with default settings, presigned URLs, and what a kill leaves."""
import base64
import hashlib
import http.client
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest
import urllib.parse
import urllib.request
import zlib

from botocore.exceptions import ClientError

from harness import Server, ServerTest, data_directory


def body_of(client, key, **arguments):
    return client.get_object(Bucket="bucket", Key=key, **arguments)["Body"].read()


class Boto3(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3 = cls.server.client("s3")
        cls.s3.create_bucket(Bucket="bucket")

    def test_an_object_comes_back_with_all_that_was_said_of_it(self):
        stored = self.s3.put_object(
            Bucket="bucket", Key="a/ü +?&#", Body=b"hello", ContentType="text/plain",
            CacheControl="no-cache", Metadata={"Colour": "blue"})
        self.assertEqual(stored["ETag"], f'"{hashlib.md5(b"hello").hexdigest()}"')
        got = self.s3.get_object(Bucket="bucket", Key="a/ü +?&#")
        self.assertEqual(got["Body"].read(), b"hello")
        self.assertEqual(got["ContentType"], "text/plain")
        self.assertEqual(got["CacheControl"], "no-cache")
        self.assertEqual(got["Metadata"], {"colour": "blue"})
        self.assertEqual(got["ETag"], stored["ETag"])
        head = self.s3.head_object(Bucket="bucket", Key="a/ü +?&#")
        self.assertEqual(head["ContentLength"], 5)
        self.assertEqual(head["LastModified"], got["LastModified"])

    def test_an_object_of_nothing_leaves_the_connection_as_it_was(self):
        for body in (b"", b"something", b"", b"more"):
            self.s3.put_object(Bucket="bucket", Key="nothing", Body=body)
            self.assertEqual(self.s3.get_object(Bucket="bucket", Key="nothing")["Body"].read(), body)

    def test_the_checksum_of_a_new_sdk_is_checked_and_kept(self):
        for algorithm in ("CRC32", "SHA1", "SHA256"):
            with self.subTest(algorithm):
                stored = self.s3.put_object(
                    Bucket="bucket", Key=algorithm, Body=b"hello", ChecksumAlgorithm=algorithm)
                got = self.s3.get_object(Bucket="bucket", Key=algorithm, ChecksumMode="ENABLED")
                self.assertEqual(got["Body"].read(), b"hello")  # and the SDK compares
                self.assertEqual(got[f"Checksum{algorithm}"], stored[f"Checksum{algorithm}"])

    def test_a_stream_is_sent_in_chunks_with_a_trailer(self):
        # Over HTTP botocore signs what it can rewind, and streams nothing; so by hand.
        crc32 = base64.b64encode(zlib.crc32(b"hello").to_bytes(4, "big")).decode()
        self.assertEqual(self.put_chunked("streamed", crc32).status, 200)
        self.assertEqual(body_of(self.s3, "streamed"), b"hello")
        self.assertEqual(self.put_chunked("streamed", "AAAAAA==").status, 400)

    def put_chunked(self, key, crc32):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.server.url).netloc)
        self.addCleanup(connection.close)
        connection.request(
            "PUT", f"/bucket/{key}",
            f"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:{crc32}\r\n\r\n".encode(), {
                "Authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261128/us-east-1/s3/aws4_request, "
                                 "SignedHeaders=host, Signature=0",
                "Content-Encoding": "aws-chunked", "x-amz-decoded-content-length": "5",
                "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "x-amz-trailer": "x-amz-checksum-crc32"})
        return connection.getresponse()

    def test_parts_and_conditions(self):
        etag = self.s3.put_object(Bucket="bucket", Key="parts", Body=b"0123456789")["ETag"]
        self.assertEqual(body_of(self.s3, "parts", Range="bytes=2-4"), b"234")
        self.assertEqual(body_of(self.s3, "parts", IfMatch=etag), b"0123456789")
        with self.assertRaises(ClientError) as caught:
            self.s3.get_object(Bucket="bucket", Key="parts", IfNoneMatch=etag)
        self.assertEqual(caught.exception.response["Error"]["Code"], "304")
        self.assert_error("PreconditionFailed",
                          "At least one of the pre-conditions you specified did not hold",
                          self.s3.put_object, Bucket="bucket", Key="parts", IfNoneMatch="*")
        self.assert_error("InvalidRange", "The requested range is not satisfiable",
                          self.s3.get_object, Bucket="bucket", Key="parts", Range="bytes=10-")

    def test_a_listing_is_paged_and_rolled_up(self):
        self.s3.create_bucket(Bucket="listed")
        keys = sorted([f"d{i % 3}/{i:02}" for i in range(20)] + ["a b", "z&"])
        for key in keys:
            self.s3.put_object(Bucket="listed", Key=key, Body=b"x")
        for operation in ("list_objects_v2", "list_objects"):
            with self.subTest(operation):
                pages = self.s3.get_paginator(operation).paginate(
                    Bucket="listed", PaginationConfig={"PageSize": 3})
                self.assertEqual([o["Key"] for page in pages for o in page["Contents"]], keys)
                pages = list(self.s3.get_paginator(operation).paginate(
                    Bucket="listed", Delimiter="/", PaginationConfig={"PageSize": 2}))
                prefixes = [p["Prefix"] for page in pages for p in page.get("CommonPrefixes", ())]
                self.assertEqual(prefixes, ["d0/", "d1/", "d2/"])
                plain = [o["Key"] for page in pages for o in page.get("Contents", ())]
                self.assertEqual(plain, ["a b", "z&"])
        self.s3.delete_objects(Bucket="listed", Delete={"Objects": [{"Key": key} for key in keys]})
        self.assertEqual(self.s3.list_objects_v2(Bucket="listed")["KeyCount"], 0)
        self.s3.delete_bucket(Bucket="listed")
        names = [bucket["Name"] for bucket in self.s3.list_buckets()["Buckets"]]
        self.assertNotIn("listed", names)

    def test_what_isnt_there_is_said_in_s3s_words(self):
        self.assert_error("NoSuchKey", "The specified key does not exist.",
                          self.s3.get_object, Bucket="bucket", Key="none")
        self.assert_error("NoSuchBucket", "The specified bucket does not exist",
                          self.s3.list_objects_v2, Bucket="none")
        self.assert_error("404", "Not Found", self.s3.head_object, Bucket="bucket", Key="none")
        self.assert_error("BucketAlreadyExists", None,
                          self.server.client("s3", account="123456789012").create_bucket,
                          Bucket="bucket")
        self.assert_error("NotImplemented", "Rivulet doesn't support CreateMultipartUpload.",
                          self.s3.create_multipart_upload, Bucket="bucket", Key="k")

    def test_a_presigned_url_needs_no_sdk(self):
        self.s3.put_object(Bucket="bucket", Key="shared", Body=b"hello")
        url = self.s3.generate_presigned_url(
            "get_object", {"Bucket": "bucket", "Key": "shared", "ResponseContentType": "text/css"})
        with urllib.request.urlopen(url) as answer:
            self.assertEqual(answer.read(), b"hello")
            self.assertEqual(answer.headers["Content-Type"], "text/css")

    def test_the_bucket_may_be_in_the_hosts_name(self):
        self.s3.put_object(Bucket="bucket", Key="hosted", Body=b"hello")
        url = urllib.parse.urlsplit(self.s3.generate_presigned_url(
            "get_object", {"Bucket": "bucket", "Key": "hosted"}))
        for host in ("bucket.s3.localhost", "bucket.localhost"):
            connection = http.client.HTTPConnection(url.netloc)
            self.addCleanup(connection.close)
            connection.request("GET", f"/hosted?{url.query}", headers={"Host": f"{host}:{url.port}"})
            self.assertEqual(connection.getresponse().read(), b"hello")

    def test_an_object_of_megabytes_holds_nobody_up(self):
        content = os.urandom(20 << 20)
        self.s3.put_object(Bucket="bucket", Key="large", Body=content)
        self.assertEqual(body_of(self.s3, "large"), content)
        self.assertEqual(body_of(self.s3, "large", Range="bytes=-5"), content[-5:])


class AwsCli(ServerTest):
    def test_make_copy_list_and_remove(self):
        aws = self.server.aws
        with tempfile.TemporaryDirectory() as place:
            source, target = pathlib.Path(place, "source"), pathlib.Path(place, "target")
            source.write_bytes(b"hello")
            self.run_aws("s3", "mb", "s3://cli-bucket")
            self.run_aws("s3", "cp", str(source), "s3://cli-bucket/a/k")
            self.assertIn(" 5 k", self.run_aws("s3", "ls", "s3://cli-bucket/a/"))
            self.run_aws("s3", "cp", "s3://cli-bucket/a/k", str(target))
            self.assertEqual(target.read_bytes(), b"hello")
        self.assertEqual(aws("s3api", "list-objects-v2", "--bucket", "cli-bucket")["Contents"][0]["Key"], "a/k")
        self.assertEqual(aws("s3api", "head-object", "--bucket", "cli-bucket", "--key", "a/k")["ContentLength"], 5)
        self.run_aws("s3", "rm", "s3://cli-bucket", "--recursive")
        self.run_aws("s3", "rb", "s3://cli-bucket")

    def run_aws(self, *arguments):
        environment = dict(os.environ, AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="secret",
                           AWS_DEFAULT_REGION="us-east-1", AWS_PAGER="")
        return subprocess.run(["aws", "--endpoint-url", self.server.url, *arguments], check=True,
                              env=environment, capture_output=True, text=True, timeout=60).stdout


class OnDisk(unittest.TestCase):
    def files(self, path):
        root = pathlib.Path(path, "rivulet-files", "buckets")
        return sorted(str(f.relative_to(root)).rsplit("@", 1)[0] for f in root.rglob("*") if f.is_file())

    def test_objects_are_files_for_their_owner_and_survive(self):
        for flags in ((), ("--durability", "full")):
            with data_directory() as path:
                server = Server(*flags, data_dir=path)
                s3 = server.client("s3")
                s3.create_bucket(Bucket="bucket")
                s3.put_object(Bucket="bucket", Key="a", Body=b"a")
                s3.put_object(Bucket="bucket", Key="a/b", Body=b"b")
                self.assertEqual(self.files(path), ["bucket/a", "bucket/a/b"])
                for entry in pathlib.Path(path, "rivulet-files", "buckets").rglob("*"):
                    self.assertEqual(entry.stat().st_mode & 0o777, 0o700 if entry.is_dir() else 0o600)
                server.kill()
                server.start()
                s3 = server.client("s3")
                self.assertEqual(body_of(s3, "a/b"), b"b")
                self.assertEqual([b["Name"] for b in s3.list_buckets()["Buckets"]], ["bucket"])
                self.assertEqual(server.stop(), 0)

    def test_a_kill_leaves_whole_objects_and_no_others(self):
        with data_directory() as path:
            server = Server(data_dir=path)
            server.client("s3").create_bucket(Bucket="bucket")
            answered = {}

            def write(number):
                s3 = server.client("s3")
                try:
                    for version in range(10_000):
                        content = f"{number} {version} ".encode() * 5000
                        s3.put_object(Bucket="bucket", Key=f"k{number}", Body=content)
                        answered[number] = version
                except Exception:  # the kill
                    pass

            writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
            for writer in writers:
                writer.start()
            while len(answered) < 4 or min(answered.values()) < 5:
                pass
            server.kill()
            for writer in writers:
                writer.join()
            server.start()
            s3 = server.client("s3")
            for number, version in answered.items():
                content = body_of(s3, f"k{number}")
                found = int(content.split(b" ", 2)[1])
                self.assertIn(found, (version, version + 1))
                self.assertEqual(content, f"{number} {found} ".encode() * 5000)
            self.assertEqual(self.files(path), [f"bucket/k{number}" for number in range(4)])
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
