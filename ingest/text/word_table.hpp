// The small tables of data/english: lines of tab-separated fields, "#" starts a comment line. Views into the
// embedded bytes, which live as long as the program.
#pragma once
#include <string_view>
#include <vector>

namespace ekg {

// Every line's fields, comments and empty lines left out. REQUIRES: the file exists below data/.
std::vector<std::vector<std::string_view>> read_table(std::string_view path);

// Splits at every `separator`; an empty text gives no field.
std::vector<std::string_view> split_fields(std::string_view text, char separator);

}  // namespace ekg
