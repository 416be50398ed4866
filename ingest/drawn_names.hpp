// Who is meant in a table of edges that ekg drew: it has ids of parties, and names of places and speakers;
// the table of nodes, another input, says the rest (docs/formats/drawn.md).
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "graph/entity.hpp"
#include "graph/event_record.hpp"

namespace ekg {

// The id of an entity that a drawing only names.
std::string drawn_entity_id(const std::string& name);

// Does it name a party by its id for want of another name?
bool awaits_names(const EventRecord& record);

class DrawnNames {
 public:
  // Takes out of `entities` those that a drawing only names and that another row is: of several rows of that
  // name, the one whose id is first. O(n log n). Must not outlive `entities`, which must not change.
  explicit DrawnNames(std::vector<Entity>& entities);

  // Fills in what the rows say of its parties, and which places and speakers they are.
  void complete(EventRecord& record) const;

 private:
  bool meet(std::string& id, const std::string& name) const;
  void describe(Party& party) const;

  std::map<std::string_view, const Entity*> by_id_;
  std::map<std::string, std::string> known_as_;  // id of who was only named → id of the row
};

}  // namespace ekg
