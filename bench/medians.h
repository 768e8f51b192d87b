#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

// What many short rounds say on a machine whose speed drifts: figures of one round are neighbours
// in time, those of different rounds aren't.
namespace bench {

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Of what the rounds have, each beside the same round's.
inline double median_ratio(const std::vector<double>& values, const std::vector<double>& beside) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < values.size(); ++i) ratios.push_back(values[i] / beside[i]);
  return median(std::move(ratios));
}

}  // namespace bench
