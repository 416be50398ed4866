// What Neo4j calls things; for the Cypher script and the tables of its importer.
#pragma once
#include <string>
#include <string_view>

#include "export/picture.hpp"

namespace ekg {

// "Entity", "Event" or "Document".
std::string_view neo4j_label(const Picture& picture, const PictureVertex& vertex);

// The kind in capitals; whatever is neither a letter nor a digit becomes "_".
std::string neo4j_type(std::string_view kind);

// The first line of a table for neo4j-admin: `first` as it is, then the columns with their types.
void append_neo4j_header(std::string& out, std::string_view first, std::span<const PictureColumn> columns);

}  // namespace ekg
