#include "core/expressions/count_terms.h"

#include <vector>

namespace core::expressions {
namespace {

struct Count {
  std::size_t operator()(const In& in) const { return in.candidates.size(); }
  std::size_t operator()(const Not& negation) const { return count_terms(*negation.inner); }
  std::size_t operator()(const TruthIsOneOf& truth) const {
    return count_terms(*truth.truth) + all(truth.conditions) + truth.operands.size();
  }
  std::size_t operator()(const And& both) const { return all(both.terms); }
  std::size_t operator()(const Or& either) const { return all(either.terms); }
  template <class Term>
  std::size_t operator()(const Term&) const {
    return 1;
  }

 private:
  static std::size_t all(const std::vector<Condition>& conditions) {
    std::size_t terms = 0;
    for (const Condition& each : conditions) terms += count_terms(each);
    return terms;
  }
};

}  // namespace

std::size_t count_terms(const Condition& condition) {
  return std::visit(Count(), condition.node);
}

}  // namespace core::expressions
