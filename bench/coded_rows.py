#!/usr/bin/env python3
"""Coded event rows to measure with: deterministic, made up, in the columns of the real formats.

usage: coded_rows.py FORMAT ROWS > FILE        FORMAT: petrarch (TSV of 8 columns) | gdelt (58 columns) | icews | quadruples
"""
import random
import sys

STATES = "USA RUS CHN UKR DEU FRA GBR IND PAK IRN IRQ SYR ISR TUR EGY KEN NGA ZAF BRA MEX JPN KOR PRK POL ITA ESP SWE NOR AFG MLI".split()
NAMES = ["United States", "Russia", "China", "Ukraine", "Germany", "France", "United Kingdom", "India", "Pakistan", "Iran", "Iraq", "Syria",
         "Israel", "Turkey", "Egypt", "Kenya", "Nigeria", "South Africa", "Brazil", "Mexico", "Japan", "South Korea", "North Korea",
         "Poland", "Italy", "Spain", "Sweden", "Norway", "Afghanistan", "Mali"]
ROLES = ["", "GOV", "MIL", "COP", "OPP", "CVL", "MED", "BUS", "REB"]
CODES = "010 020 036 040 042 043 046 051 057 060 070 084 090 111 112 120 130 141 145 154 163 173 180 190 193".split()
CODE_NAMES = ["Make statement", "Consult", "Make a visit", "Host a visit", "Engage in negotiation", "Accuse", "Criticize or denounce",
              "Use conventional military force", "Praise or endorse", "Demand"]
ICEWS = ("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\t"
         "Target Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude")


def rows(kind, count):
    chance = random.Random(8)
    pick = chance.random
    for number in range(count):
        a, b, role_a, role_b = (int(pick() * len(x)) for x in (STATES, STATES, ROLES, ROLES))
        code = CODES[int(pick() * len(CODES))]
        day = f"{2005 + int(pick() * 20)}{1 + int(pick() * 12):02}{1 + int(pick() * 28):02}"
        source, target = STATES[a] + ROLES[role_a], STATES[b] + ROLES[role_b]
        address = f"https://news.example/{number // 5 * 2654435761 % 4294967296:08x}"
        if kind == "petrarch":
            yield f"{day}\t{source}\t{target}\t{code}\t\tNG{number}_1\t{address}\tGazette"
        elif kind == "quadruples":
            yield f"{NAMES[a]}\t{CODE_NAMES[number % 10]}\t{NAMES[b]}\t{day[:4]}-{day[4:6]}-{day[6:]}"
        elif kind == "icews":
            yield (f"{number}\t{day[:4]}-{day[4:6]}-{day[6:]}\tCitizen ({NAMES[a]})\tSocial\t{NAMES[a]}\ttold\t{code}\t1.0\tPolice ({NAMES[b]})\t"
                   f"Police,Government\t{NAMES[b]}\t{number // 3}\t1\tGazette\tNA\tNA\tNA\t{NAMES[b]}\t{pick() * 60:.4f}\t{pick() * 90:.4f}")
        else:
            actor = lambda full, name, state, role: f"{full}\t{name.upper()}\t{state}\t\t\t\t\t{role}\t\t"
            place = f"1\t{NAMES[b]}\tUS\tUS\t{pick() * 60:.4f}\t{pick() * 90:.4f}\tUS"
            yield (f"{number}\t{day}\t{day[:6]}\t{day[:4]}\t{day[:4]}.5\t{actor(source, NAMES[a], STATES[a], ROLES[role_a])}\t"
                   f"{actor(target, NAMES[b], STATES[b], ROLES[role_b])}\t1\t{code}\t{code[:3]}\t{code[:2]}\t1\t1.0\t5\t1\t5\t{pick() * 10 - 5:.6f}\t"
                   f"{place}\t{place}\t{place}\t{day}\t{address}")


def main():
    kind, count = sys.argv[1], int(sys.argv[2])
    out = sys.stdout
    if kind == "icews":
        out.write(ICEWS + "\n")
    block = []
    for row in rows(kind, count):
        block.append(row)
        if len(block) == 10000:
            out.write("\n".join(block) + "\n")
            block.clear()
    if block:
        out.write("\n".join(block) + "\n")


if __name__ == "__main__":
    main()
