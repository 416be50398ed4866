// Lemmas as edit rules, so that the model predicts one of a few hundred classes and no word list is needed.
#pragma once
#include <string>
#include <string_view>

namespace ekg {

// "L2y": lower-case the form, take 2 bytes off its end, add "y". "K0": keep it as it is.
std::string make_lemma_rule(std::string_view form, std::string_view lemma);

// A rule that takes more than the form has leaves the (lower-cased) form.
std::string apply_lemma_rule(std::string_view form, std::string_view rule);

}  // namespace ekg
