// MD5 by itself is deprecated for what it's good for here: no secrets.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "core/digest.h"

#include <openssl/evp.h>
#include <openssl/md5.h>

#include <memory>
#include <stdexcept>

namespace core {
namespace {

struct Free {
  void operator()(EVP_MD* algorithm) const noexcept { EVP_MD_free(algorithm); }
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Algorithm = std::unique_ptr<EVP_MD, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

void require(bool succeeded, const char* what) {
  if (!succeeded) throw std::runtime_error(std::string("OpenSSL failed: ") + what);
}

Algorithm fetch(const char* name) {
  Algorithm algorithm(EVP_MD_fetch(nullptr, name, nullptr));
  require(algorithm != nullptr, name);
  return algorithm;
}

// Looking the algorithm up and making a context cost more than hashing a key, so callers keep both:
// the algorithm for the process, the context for the thread.
void digest(const Algorithm& algorithm, const Context& context, std::string_view bytes,
            unsigned char* out) {
  require(context != nullptr && EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) == 1 &&
              EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
              EVP_DigestFinal_ex(context.get(), out, nullptr) == 1,
          "digest");
}

}  // namespace

std::string sha256(std::string_view bytes) {
  static const Algorithm algorithm = fetch("SHA256");
  thread_local const Context context(EVP_MD_CTX_new());
  std::string hash(32, '\0');
  digest(algorithm, context, bytes, reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

std::string sha1(std::string_view bytes) {
  static const Algorithm algorithm = fetch("SHA1");
  thread_local const Context context(EVP_MD_CTX_new());
  std::string hash(20, '\0');
  digest(algorithm, context, bytes, reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

std::array<std::uint8_t, 16> md5(std::string_view bytes) {
  // Through a context it would take twice as long: each key is hashed.
  std::array<std::uint8_t, 16> hash{};
  MD5(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return hash;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(bytes.size() * 2, '0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto value = static_cast<std::uint8_t>(bytes[i]);
    text[2 * i] = kDigits[value >> 4];
    text[2 * i + 1] = kDigits[value & 0x0F];
  }
  return text;
}

}  // namespace core
