"""Short made-up articles for tests of the store: the same names and days again and again, so that there is something to
resolve. Not news: nobody named here did any of it."""
import random

PERSONS = [("Boro Anwick", "Anwick", "president of Freedonia"), ("Ilse Marben", "Marben", "defence minister of Sylvania"),
           ("Tomas Reeve", "Reeve", "spokesman of the Harbour Front"), ("Tamara Reeve", "Reeve", "envoy of the United Nations"),
           ("Karel Dust", "Dust", "foreign minister of Norway"), ("Nadia Olm", "Olm", "governor of the Eastern Province")]
STATES = ["Norway", "Chad", "Niger", "Ukraine", "Russia", "North Korea", "Peru", "Kenya"]
PLACES = ["Oslo", "Lima", "Nairobi", "Kyiv", "the port of Brasmar", "the village of Teldo"]
BODIES = ["rebels", "the army", "protesters", "the Harbour Front", "police", "miners"]
SENTENCES = [
    "{state} accused {other} of shelling {place} on {day}.",
    "{person}, the {office}, met officials from {state} in {place} on {day}.",
    "{last} denied that {other} had sent {number} soldiers to {place}.",
    "{body} attacked a convoy near {place} on {day}, killing {number} people, {last} said.",
    "{state} and {other} signed an agreement in {place} on {day}.",
    "{state} condemned the attack on {place}.",
    "{body} released {number} prisoners in {place} on {day}, according to {state}.",
    "{person} threatened {other} with sanctions.",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def article(number):
    """(id, text, publication date), always the same for a number."""
    dice = random.Random(number)
    name, last, office = dice.choice(PERSONS)
    sentences = []
    for _ in range(dice.randint(2, 5)):
        state, other = dice.sample(STATES, 2)
        sentences.append(dice.choice(SENTENCES).format(
            state=state, other=other, place=dice.choice(PLACES), day=dice.choice(DAYS), person=name, last=last,
            office=office, body=dice.choice(BODIES), number=dice.randint(2, 900)))
    text = " ".join(s[0].upper() + s[1:] for s in sentences)
    return f"made-{number:05}", text, f"2024-05-{1 + number % 28:02}"
