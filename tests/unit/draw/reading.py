"""Reading a drawn picture back."""

import re
from collections import Counter

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> etree._Element:
    """The picture as XML; raises when it is not well-formed."""
    return etree.fromstring(svg.encode())


def identities(svg: str) -> Counter[str]:
    """How often each element is drawn."""
    found = parsed(svg).iter(SVG + "g")
    return Counter(g.get("data-element-id", "") for g in found if g.get("data-element-id"))


def texts(svg: str) -> Counter[str]:
    """Each label with its lines joined, without any space."""
    labels = parsed(svg).iter(SVG + "text")
    return Counter(squeezed("".join(label.itertext())) for label in labels)


def squeezed(text: str) -> str:
    """Words without the space between them: where lines break is no loss."""
    return "".join(text.split())


def group(svg: str, identity: str) -> etree._Element:
    """The group of one element; raises KeyError when it is not drawn."""
    for found in parsed(svg).iter(SVG + "g"):
        if found.get("data-element-id") == identity:
            return found
    raise KeyError(identity)


def look(svg: str, identity: str) -> str:
    """What an element looks like wherever it stands: forms and strokes, no words, no place."""
    parts = []
    for part in group(svg, identity):
        if part.tag == SVG + "text":
            continue
        kept = {k: v for k, v in part.attrib.items() if k not in {"x", "y", "cx", "cy"}}
        if "transform" in kept:
            kept["transform"] = re.sub(r"translate\([^)]*\)", "", kept["transform"])
        elif "d" in kept:
            kept["d"] = re.sub(r"[-\d. ]+", "", kept["d"])
        parts.append(f"{part.tag} {sorted(kept.items())}")
    return "\n".join(parts)


def label_of(svg: str, identity: str) -> etree._Element:
    """The words that stand outside an element; raises KeyError when there are none."""
    for found in parsed(svg).iter(SVG + "text"):
        if found.get("data-for") == identity:
            return found
    raise KeyError(identity)


def lines_of(label: etree._Element) -> list[tuple[float, float, str]]:
    """Place and words of each line."""
    return [
        (float(s.get("x", "nan")), float(s.get("y", "nan")), s.text or "")
        for s in label.iter(SVG + "tspan")
    ]
