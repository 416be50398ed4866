// How sure a record is, and which of a sentence's events is its main one: a logistic score of what the coder
// saw, with weights set by hand (data/confidence.tsv).
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/text/events/draft.hpp"

namespace ekg {

class ConfidenceModel {
 public:
  // The embedded weights.
  ConfidenceModel();

  // Names of the features that hold for the draft; each counts once.
  std::vector<std::string> features(const Trees& trees, const std::vector<EventDraft>& drafts,
                                    std::size_t draft) const;
  // 0 … 1.
  double score(const std::vector<std::string>& features) const;
  // The features with their weights, those of weight 0 left out; "bias" first.
  std::vector<std::pair<std::string, double>> weighed(const std::vector<std::string>& features) const;

 private:
  double weight(std::string_view feature) const;

  std::vector<std::pair<std::string, double>> weights_;  // sorted
  double bias_ = 0;
};

}  // namespace ekg
