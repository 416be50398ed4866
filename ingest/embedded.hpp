// The old place of graph/embedded.hpp, for includes that are on their way; to be removed.
#pragma once
#include "graph/embedded.hpp"
