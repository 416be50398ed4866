"""What a picture of a graph must show, counted from the native JSON and from nothing else."""
import json
import pathlib


class Expected:
    def __init__(self, folder):
        self.graph = json.loads(pathlib.Path(folder, "actors.json").read_text(encoding="utf-8"))
        self.events = self.graph["events"]
        self.entities = {entity["id"]: entity for entity in self.graph["entities"]}

    @staticmethod
    def ids(event, *keys):
        return [party["id"] for key in keys for party in event.get(key, [])]

    @staticmethod
    def speakers(event):
        return sorted({said["by"]["id"] for said in event.get("attribution", []) if said.get("by", {}).get("id")})

    @staticmethod
    def documents(event):
        mentions = event.get("mentions", [event] if "doc" in event else [])
        return sorted({mention["doc"] for mention in mentions})

    def nodes(self, view):
        if view == "actors":
            return {i for event in self.events for i in self.ids(event, "actors", "recipients")}
        entities = {i for event in self.events
                    for i in self.ids(event, "actors", "recipients", "places") + self.speakers(event)}
        if view == "events":
            return entities | {event["id"] for event in self.events}
        return entities | {doc for event in self.events for doc in self.documents(event)}

    def edges(self, view):
        """(source, target, kind), one for each event and pair."""
        known = {event["id"] for event in self.events}
        for event in self.events:
            if view == "actors":
                for actor in self.ids(event, "actors"):
                    for recipient in self.ids(event, "recipients"):
                        yield actor, recipient, event["type"]
            elif view == "events":
                for actor in self.ids(event, "actors"):
                    yield actor, event["id"], "actor"
                for speaker in self.speakers(event):
                    yield speaker, event["id"], "speaker"
                for recipient in self.ids(event, "recipients"):
                    yield event["id"], recipient, "recipient"
                for place in self.ids(event, "places"):
                    yield event["id"], place, "place"
                if event.get("about") in known:
                    yield event["id"], event["about"], "about"
            else:
                named = set(self.ids(event, "actors", "recipients", "places") + self.speakers(event))
                for doc in self.documents(event):
                    for entity in named:
                        yield doc, entity, event["type"]

    def name(self, entity_id):
        """As XML can hold it."""
        return xml_safe(self.entities[entity_id]["name"])


def xml_safe(text):
    allowed = lambda c: c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    return "".join(c if allowed(c) else "\ufffd" for c in text)
