// What is asked about; run.py reads these lines too. Days since 1970-01-01.
#pragma once

namespace bench {

constexpr long party_a = 0;
constexpr long party_b = 1;
constexpr long quarter_first = 18262;  // 2020-01-01
constexpr long quarter_last = 18352;
constexpr long year_first = 18262;
constexpr long year_last = 18628;  // 2021-01-01
constexpr long path_from = 10;
constexpr long path_to = 1000;

}  // namespace bench
