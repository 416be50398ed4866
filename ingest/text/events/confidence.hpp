// How sure a record is, and which of a sentence's events is its main one: a logistic score of what the coder
// saw. The weights are learned from our own annotated sentences by tests/quality/learn_confidence.py, which
// also chooses the threshold (data/confidence.tsv).
#pragma once
#include <iosfwd>
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
  // Instead of the embedded ones: rows "feature <tab> weight", one of them "bias", one "threshold". Throws
  // InputError for a row that is none. O(rows).
  ConfidenceModel(std::istream& in, const std::string& file);

  // Names of the features that hold for the draft; each counts once.
  std::vector<std::string> features(const Trees& trees, const std::vector<EventDraft>& drafts,
                                    std::size_t draft) const;
  // 0 … 1.
  double score(const std::vector<std::string>& features) const;
  // Records below it are no events; 0 … 1.
  double threshold() const { return threshold_; }
  // The features with their weights, 0 for one that was too rare to learn; "bias" first.
  std::vector<std::pair<std::string, double>> weighed(const std::vector<std::string>& features) const;

 private:
  void read(std::istream& in, const std::string& file);
  double weight(std::string_view feature) const;

  std::vector<std::pair<std::string, double>> weights_;  // sorted
  double bias_ = 0;
  double threshold_ = 0;
};

}  // namespace ekg
