"""What mkdocs does not do by itself for the site: see build/site.

The pages are those of docs/ and all other Markdown of the repository. Links to sources lead to the Javadoc of the
class, if that was made, or to a copy of the source.
"""

import os
import posixpath
import re
import zipfile

from mkdocs.structure.files import File

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SKIPPED = {"target", "docs"}
LINK = re.compile(r"\[([^\]]*(?:\[[^\]]*\])?[^\]]*)\]\(([^)\s]+)\)")


def on_files(files, config):
    for page in outside():
        files.append(made(page, uri(page), config))
    config["linnet_javadoc"] = javadoc()
    return files


def outside():
    """The Markdown outside of docs/, by its path in the repository."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = sorted(n for n in inner if n not in SKIPPED and not n.startswith("."))
        for name in sorted(names):
            if name.endswith(".md"):
                yield posixpath.relpath(posixpath.join(folder, name), ROOT)


def uri(path):
    """The name of a page for mkdocs. The repository's README would take the place of docs/index.md."""
    if path == "README.md":
        return "overview.md"
    return path[len("docs/") :] if path.startswith("docs/") else path


def made(path, name, config):
    file = File(name, ROOT, config["site_dir"], config["use_directory_urls"])
    file.abs_src_path = os.path.join(ROOT, path)
    return file


def javadoc():
    """The Javadoc jars by their artifact, and the pages of classes by the path of their source."""
    jars, classes = {}, {}
    for folder, inner, names in os.walk(ROOT):
        inner[:] = sorted(n for n in inner if n not in {"src", "docs"} and not n.startswith("."))
        if os.path.basename(folder) != "target":
            continue
        inner[:] = []
        for name in sorted(n for n in names if n.endswith("-javadoc.jar")):
            artifact = re.sub(r"-\d.*", "", name)
            jars[artifact] = os.path.join(folder, name)
            sources = posixpath.join(posixpath.relpath(folder, ROOT), "../src/main/java")
            with zipfile.ZipFile(jars[artifact]) as jar:
                for page in jar.namelist():
                    found = re.fullmatch(r"(?:[\w.]+/)?(im/linnet/[\w/]+)\.html", page)
                    if found:
                        source = posixpath.normpath(posixpath.join(sources, found[1] + ".java"))
                        classes[source] = f"javadoc/{artifact}/{page}"
    return jars, classes


def on_page_markdown(markdown, page, config, files):
    path = posixpath.relpath(page.file.abs_src_path, ROOT)
    parts = re.split(r"(?ms)(^ *```.*?^ *```$)", markdown)  # those with odd numbers are code
    parts[::2] = [LINK.sub(lambda m: link(m, path, page, config, files), part) for part in parts[::2]]
    text = "".join(parts)
    return text + classes_of_all(config) if path == "docs/versions.md" else text


def link(match, path, page, config, files):
    words, target = match[1], match[2]
    if re.match(r"[a-z]+:|#", target):
        return match[0]
    place, hash_, anchor = target.partition("#")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
    if os.path.isdir(os.path.join(ROOT, there)):
        there = posixpath.join(there, "README.md")
        if not os.path.exists(os.path.join(ROOT, there)):
            return words  # a folder without a page
    if there.endswith(".md") or there.startswith("docs/"):
        return f"[{words}]({relative(uri(there), page.file.src_uri)}{hash_}{anchor})"
    if not os.path.exists(os.path.join(ROOT, there)):
        return match[0]
    classes = config["linnet_javadoc"][1]
    if there in classes:
        return f'<a href="{relative(classes[there], page.file.dest_uri)}">{html(words)}</a>'
    return f"[{words}]({relative(source(there, config, files), page.file.src_uri)})"


def relative(target, start):
    return posixpath.relpath(target, posixpath.dirname(start) or ".")


def html(words):
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", words)


def source(path, config, files):
    """A copy of a source, as a text that browsers show."""
    name = f"source/{path}.txt"
    if files.get_file_from_path(name) is None:
        files.append(made(path, name, config))
    return name


def classes_of_all(config):
    jars = config["linnet_javadoc"][0]
    if not jars:
        return ""
    rows = "\n".join(f'- <a href="../javadoc/{name}/index.html">{name}</a>' for name in sorted(jars))
    return f"\n## Javadoc of this version\n\n{rows}\n"


def on_post_build(config):
    for name, path in config["linnet_javadoc"][0].items():
        with zipfile.ZipFile(path) as jar:
            jar.extractall(os.path.join(config["site_dir"], "javadoc", name))
