// From the trainer's floats to the model file: 8-bit rows with a scale each.
#pragma once
#include <string>
#include <vector>

#include "ingest/text/nn/features.hpp"
#include "ingest/text/nn/train/network.hpp"

namespace ekg {

struct ModelSource {
  const Parameters& parameters;
  const std::vector<RowTable::Slot>& row_slots;
  const std::vector<std::uint16_t>& class_slots;
  const WordSenses& senses;
  const std::vector<std::string>& lemma_rules;
  std::string provenance;  // what it was trained on, one "file hash" a line
};

// Throws OutputError when the file cannot be written.
void write_model(const ModelSource& source, const std::string& path);

}  // namespace ekg
