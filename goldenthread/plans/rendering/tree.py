"""Small Markdown as a tree of plain lists and dicts, for renderings that aren't HTML.

The parse is the screen's own (`gt.parse`), so screen and paper can't disagree about what is a list. Nothing in the
tree is markup: typst walks it and sets its strings as text, whatever they look like.
"""

from typing import Any

from markdown_it.token import Token

from goldenthread.schools.templatetags.gt import parse

Block = dict[str, Any]
LISTS = {"bullet_list_open": "bullets", "ordered_list_open": "numbers"}


def tree(text: str | None) -> list[Block]:
    """Blocks: {"p": pieces} or {"bullets" or "numbers": [blocks of each item]}, with "start" for numbers."""
    return _blocks(iter(parse(text)))


def plain(text: str | None) -> str:
    """The words without their marks, a line for each paragraph and each point of a list."""
    return "\n".join(_lines(tree(text), ""))


def _blocks(tokens: Any) -> list[Block]:
    blocks: list[Block] = []
    for token in tokens:
        if token.nesting == -1 and token.type != "paragraph_close":
            return blocks
        if token.type == "inline":
            blocks.append({"p": _pieces(token.children or [])})
        elif token.type in LISTS:
            blocks.append({LISTS[token.type]: _items(tokens)} | _start(token))
    return blocks


def _items(tokens: Any) -> list[list[Block]]:
    items: list[list[Block]] = []
    for token in tokens:
        if token.type != "list_item_open":
            return items
        items.append(_blocks(tokens))
    return items


def _start(token: Token) -> dict[str, int]:
    return {"start": int(token.attrGet("start") or 1)} if token.type == "ordered_list_open" else {}


def _pieces(tokens: list[Token]) -> list[dict[str, Any]]:
    """Runs of text, each bold or italic or neither; a line break is a piece of its own."""
    bold = italic = 0
    pieces: list[dict[str, Any]] = []
    for token in tokens:
        bold += token.nesting if token.type.startswith("strong") else 0
        italic += token.nesting if token.type.startswith("em_") else 0
        if token.type in ("softbreak", "hardbreak"):
            pieces.append({"t": "\n"})
        elif token.content:
            pieces.append({"t": token.content} | ({"b": True} if bold else {}) | ({"i": True} if italic else {}))
    return pieces


def _lines(blocks: list[Block], indent: str) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if "p" in block:
            lines.append(indent + "".join(piece["t"] for piece in block["p"]))
            continue
        items = block.get("bullets") or block.get("numbers") or []
        for number, item in enumerate(items, block.get("start", 1)):
            mark = f"{number}. " if "numbers" in block else "• "
            first, *rest = _lines(item, indent + "  ") or [""]
            lines += [indent + mark + first.strip(), *rest]
    return lines
