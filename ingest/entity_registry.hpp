// Names of many records become entities. All evidence is gathered first and decided afterwards in the order
// of the names, so the order of the records cannot matter. Internal to resolve.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "graph/entity.hpp"
#include "graph/event_record.hpp"
#include "graph/identities.hpp"
#include "graph/string_table.hpp"
#include "ingest/text/person_names.hpp"

namespace ekg {

class EntityRegistry {
  struct Evidence;

 public:
  explicit EntityRegistry(const Identities& identities) : identities_(identities) {}

  // As if it came so many times.
  void add(const EventRecord& record, int times = 1);
  // Does a surname stand alone somewhere? Then it matters which documents name whom, and each record is to be
  // given to add_context() as well.
  bool wants_context() const { return !surnames_.empty(); }
  void add_context(const EventRecord& record);
  // After the last of these. What people decided comes first; then full names in several spellings, places
  // and bodies whose country is not told, and last the surnames that stand alone in a document. A name that
  // fits several stays apart.
  void settle();
  // Gives the record's parties, places and speakers their ids and canonical names. REQUIRES: settled, and the
  // record was added.
  void name(EventRecord& record) const;
  std::vector<Entity> sorted() const;  // by id

  // What a party's name, kind and state say, whatever the document; found out once for each.
  struct NameFacts {
    std::string base;
    bool anonymous = false;  // of its document alone
    bool may_be_surname = false;
    std::string name, country;  // the party's; empty when its state is not told
    EntityKind kind = EntityKind::other;
    std::uint64_t base_hash = 0;
    std::uint64_t surname_hash = 0;  // of persons: the same for all that bear it, in any spelling
    // Of all records that name it where its key is `base`: counted here, and told to the evidence by settle.
    int times = 0;
    Evidence* evidence = nullptr;
    std::unordered_set<std::string> mentions;  // of a person, whose titles are known
    const Entity* entity = nullptr;            // when settled and asked for
  };
  NameFacts& facts_of(const Party& party) const;
  // What name() does to one of whom it is known who it is.
  static void name(Party& party, const Entity& entity);
  static void name(PlaceName& place, const Entity& entity);

 private:
  // All that the records say of one key.
  struct Evidence {
    std::map<std::string, int> names;  // spelling → times
    std::map<EntityKind, int> kinds;
    std::map<std::string, int> countries, sectors;
    std::set<std::string> aliases;
    std::set<OfficeRole> roles;
    std::set<std::string> titles;     // before the name: "president"; of persons
    std::vector<std::uint64_t> docs;  // hashes, of what may be a person; sorted and unique by settle
    std::optional<std::pair<double, double>> position;
    std::optional<std::int64_t> geonames;

    void add(const Evidence& more);
  };
  struct Key {
    std::string base;  // what all mentions of the full name share
    std::string own;   // the same for a name that may be somebody's surname, of one document; else `base`
    bool operator==(const Key&) const = default;
  };

  struct PlaceFacts {
    std::string key, name, country;
    int times = 0;
    Evidence* evidence = nullptr;
    const Entity* entity = nullptr;
  };
  // Facts by what is asked for them, which stay where they are.
  template <class Facts>
  class FactsByText {
   public:
    // With true when they are new.
    std::pair<Facts&, bool> of(std::string_view asked) {
      const StringTable::Id id = texts_.intern(asked);
      const bool is_new = id > all_.size();  // 0 is the empty text, which nobody asks with
      return {is_new ? all_.emplace_back() : all_[id - 1], is_new};
    }
    auto begin() { return all_.begin(); }
    auto end() { return all_.end(); }

   private:
    StringTable texts_;
    std::deque<Facts> all_;
  };

  PlaceFacts& facts_of(const PlaceName& place) const;
  static bool is_shared(const NameFacts& facts, const EventRecord& told);
  void add_counts();

  Key key_of(const Party& party, const EventRecord& told) const;
  static std::string key_of_name(const Party& party);
  static std::string key_of_place(const std::string& name, const std::string& country);

  void add(const Party& party, const EventRecord& told, int times);
  void add(const PlaceName& place, int times);

  using Named = std::pair<std::string, PersonName>;  // a key and its name

  const std::string& root(const std::string& key) const;
  // Joins what `key` names to what `to` names and notes the rule by which. False when a decision or two
  // entries of the authority file keep them apart.
  bool join(const std::string& key, const std::string& to, std::string_view rule);
  std::string spelling_of(const std::string& key) const;
  void note_merges();
  void follow_decisions();
  void follow_authority();
  void join_kinds();
  void join_countries();
  void join_full_names();
  void join_surnames();
  std::optional<std::string> person_called(const std::string& own) const;
  bool countries_agree(const std::string& a, const std::string& b) const;
  bool one_person(const Named& a, const Named& b, const std::vector<Named>& all) const;
  // Do they name one full name, or the surname of one person beside the hash `except`?
  bool share_context(const std::vector<std::uint64_t>& docs, const std::vector<std::uint64_t>& others,
                     std::uint64_t except) const;
  Entity entity_of(const std::string& root, const Evidence& evidence) const;
  const Entity* find_entity(const std::string& key) const;

  const Identities& identities_;
  std::map<std::string, Evidence> evidence_;
  std::map<std::string, std::vector<std::string>> full_;  // block → keys of persons' full names
  std::map<std::string, std::string> surnames_;           // own key → base key
  // Hashes of a document and of a key or of a person's surname that it names; sorted and unique by settle.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> context_;
  std::map<std::string, std::vector<std::uint64_t>> docs_of_;  // root → documents, of full names
  mutable FactsByText<NameFacts> facts_;
  mutable FactsByText<PlaceFacts> place_facts_;
  mutable std::string asked_;  // memory for what is looked up in them
  std::vector<std::uint64_t> told_in_;
  std::map<std::string, std::string> parent_;              // only of keys that were joined
  std::vector<std::pair<std::string, NameMerge>> merges_;  // of the key that was joined
  std::map<std::string, std::set<std::size_t>> marks_;     // root → 2 × decision + side
  std::map<std::string, std::string> state_of_;            // root → country, of states
  std::map<std::string, const Entity*> entry_of_;          // root → entry of the authority file
  std::map<std::string, Entity> entities_;                 // root → entity
};

}  // namespace ekg
