"""`parse_mode`: HTML and MarkdownV2, parsed strictly enough that what Telegram refuses is refused here, in its words.

Entity offsets and lengths are UTF-16 code units; the offsets named in errors are bytes of UTF-8, as Telegram's are.
"""

import html
import re
from dataclasses import dataclass
from typing import NoReturn

from bot.rehearsal.refusals import JsonObject, bad_request

HTML_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
MARKDOWN_MARKS = {
    "__": "underline", "||": "spoiler", "_": "italic", "*": "bold", "~": "strikethrough", "[": "text_link",
}  # fmt: skip
MARKDOWN_NAMES = {
    "underline": "Underline", "spoiler": "Spoiler", "italic": "Italic", "bold": "Bold",
    "strikethrough": "Strikethrough", "text_link": "TextUrl", "code": "Code", "pre": "Pre",
}  # fmt: skip
RESERVED = set("_*[]()~`>#+-=|{}.!")


def parse(text: str, mode: str) -> tuple[str, list[JsonObject]]:
    """The visible text and its entities."""
    if not mode:
        return text, []
    if mode.lower() == "html":
        return _Html(text).parse()
    if mode.lower() == "markdownv2":
        return _MarkdownV2(text).parse()
    raise bad_request("unsupported parse_mode")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    name: str
    at_byte: int
    start: int
    extra: JsonObject


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.visible = ""
        self.open: list[_Open] = []
        self.entities: list[JsonObject] = []

    def fail(self, what: str) -> NoReturn:
        raise bad_request(f"can't parse entities: {what}")

    def byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def begin(self, name: str, at: int, extra: JsonObject | None = None) -> None:
        self.open.append(_Open(name, self.byte(at), utf16_length(self.visible), extra or {}))

    def finish(self, kind: str) -> None:
        opened = self.open.pop()
        length = utf16_length(self.visible) - opened.start
        if length:
            self.entities.append({"type": kind, "offset": opened.start, "length": length, **opened.extra})

    def result(self) -> tuple[str, list[JsonObject]]:
        return self.visible, sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))


class _Html(_Parser):
    ENTITY = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
    TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)\s*([^<>]*)>")
    ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[a-zA-Z0-9.-]+))?\s*""")

    def parse(self) -> tuple[str, list[JsonObject]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._tag()
            elif found := self.ENTITY.match(self.source, self.at):
                self.visible += html.unescape(found.group())
                self.at = found.end()
            else:
                self.visible += self.source[self.at]
                self.at += 1
        if self.open:
            self.fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return self.result()

    def _tag(self) -> None:
        found = self.TAG.match(self.source, self.at)
        if found is None:
            word = re.match(r"</?([^\s>]*)", self.source[self.at :])
            name = word.group(1) if word else ""
            if ">" in self.source[self.at :] or not name:
                self.fail(f'Unsupported start tag "{name}" at byte offset {self.byte(self.at)}')
            self.fail(f"Unclosed start tag at byte offset {self.byte(self.at)}")
        name = found.group(2).lower()
        if found.group(1):
            self._end_tag(name)
        else:
            self._start_tag(name, found.group(3))
        self.at = found.end()

    def _end_tag(self, name: str) -> None:
        offset = self.byte(self.at)
        if not self.open:
            self.fail(f"Unexpected end tag at byte offset {offset}")
        expected = self.open[-1].name
        if name != expected:
            self.fail(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"')
        if name == "a" and "url" not in self.open[-1].extra:
            self.open.pop()
            return
        self.finish(HTML_TAGS[name])

    def _start_tag(self, name: str, inside: str) -> None:
        offset = self.byte(self.at)
        if name not in HTML_TAGS:
            self.fail(f'Unsupported start tag "{name}" at byte offset {offset}')
        attributes = {key.lower(): value.strip("\"'") for key, value in self.ATTRIBUTE.findall(inside)}
        if self.ATTRIBUTE.sub("", inside).strip():
            self.fail(f'Empty attribute name in the tag "{name}" at byte offset {offset}')
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self.fail(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        link = name == "a" and attributes.get("href")
        self.begin(name, self.at, {"url": html.unescape(attributes["href"])} if link else None)


class _MarkdownV2(_Parser):
    def parse(self) -> tuple[str, list[JsonObject]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "\\" and self.at + 1 < len(self.source) and ord(self.source[self.at + 1]) < 127:
                self.visible += self.source[self.at + 1]
                self.at += 2
            elif character == "`":
                self._code()
            elif character == "]" and self.open and self.open[-1].name == "text_link":
                self._link_end()
            elif character in RESERVED:
                self._mark(character)
            else:
                self.visible += character
                self.at += 1
        if self.open:
            last = self.open[-1]
            self.fail(f"Can't find end of {MARKDOWN_NAMES[last.name]} entity at byte offset {last.at_byte}")
        return self.result()

    def _mark(self, character: str) -> None:
        double = self.source[self.at : self.at + 2]
        mark = double if double in MARKDOWN_MARKS else character
        if mark == ">" and (self.at == 0 or self.source[self.at - 1] == "\n"):
            self.at += 1
            return
        if mark not in MARKDOWN_MARKS:
            self.fail(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
        kind = MARKDOWN_MARKS[mark]
        if self.open and self.open[-1].name == kind:
            self.finish(kind)
        else:
            self.begin(kind, self.at)
        self.at += len(mark)

    def _code(self) -> None:
        mark, kind = ("```", "pre") if self.source.startswith("```", self.at) else ("`", "code")
        start = self.at + len(mark)
        end = re.compile(r"(?:[^\\`]|\\.|`(?!``))*?(?=" + mark + ")", re.DOTALL).match(self.source, start)
        if end is None:
            self.fail(f"Can't find end of {MARKDOWN_NAMES[kind]} entity at byte offset {self.byte(self.at)}")
        self.begin(kind, self.at)
        self.visible += re.sub(r"\\(.)", r"\1", end.group(), flags=re.DOTALL)
        self.finish(kind)
        self.at = end.end() + len(mark)

    def _link_end(self) -> None:
        found = re.compile(r"\]\(((?:[^)\\]|\\.)*)\)").match(self.source, self.at)
        if found is None:
            if self.source.startswith("](", self.at):
                self.fail(f"Can't find end of a URL at byte offset {self.byte(self.at + 1)}")
            self.open.pop()
            self.at += 1
            return
        self.open[-1].extra["url"] = re.sub(r"\\(.)", r"\1", found.group(1))
        self.finish("text_link")
        self.at = found.end()
