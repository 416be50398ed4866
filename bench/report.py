"""What the measuring scripts share: on which machine, and their section of docs/performance.md."""
import os, pathlib, re


def processor():
    names = re.findall(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    return f"{names[0] if names else 'unknown processor'}, {os.cpu_count()} threads"


def write_section(path, page):
    """Puts `page`, which begins with its "## Title" line, in the place of that section, else at the end; the others stay."""
    old = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    title = page.split("\n", 1)[0]
    section = re.compile("^" + re.escape(title) + r"\n.*?(?=\n## |\Z)", re.S | re.M)
    found = section.search(old)
    path.write_text(section.sub(lambda _: page, old) if found else old.rstrip("\n") + "\n\n" + page, encoding="utf-8")


def publish(lines, path):
    """Prints the section, and puts it into the file where one is given."""
    page = "\n".join(lines) + "\n"
    print(page)
    if path:
        write_section(path, page)
