"""A drawing as SVG, and as PNG: 360 units wide, the width of a phone, with no letter smaller than 11 units."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from conversations.text import Text

INK, SOFT, LINE, WHITE, PAPER = "#1d2a2a", "#5d6f6e", "#dcd8cf", "#ffffff", "#f6f4ef"
JADE, PALE_JADE, AMBER, RED, BLUE, SAND, STONE = (
    "#0f6b5c", "#9fd0c3", "#a15c00", "#a8201a", "#2b4c7e", "#ebe6da", "#8f8875",
)  # fmt: skip
"""The colours of the look. Stone is “our fault”, and never red; no colour stands alone, a shape goes with each."""

WIDTH = 360
FONTS = "'PingFang SC','Noto Sans SC','Microsoft YaHei','WenQuanYi Micro Hei',system-ui,sans-serif"
DENSITY, OF_TALL, TALL = 2, 1.75, 600
"""Pixels of the PNG for one unit; in a picture taller than `TALL` units fewer, so that it is drawn in 0.15 s too."""

Words = Callable[[Text], str]
"""Puts a Text into the reader's language."""
Point = tuple[float, float]


@dataclass
class Canvas:
    """Shapes in the order in which they were drawn; `height` grows with what is put on it."""

    width: float = WIDTH
    height: float = 0
    shapes: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 12, colour: str = INK, anchor: str = "start") -> None:
        """Words whose base line is at y. `anchor`: start, middle or end."""
        self.shapes.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{colour}" text-anchor="{anchor}">'
            f"{escape(words)}</text>"
        )

    def path(
        self, d: str, *, fill: str = "none", stroke: str = "none", width: float = 1, dash: str = "", crisp: bool = False
    ) -> None:
        """Any outline, as SVG writes it. `crisp`: upright boxes, drawn faster without smoothed edges."""
        if d:
            sharp = ' shape-rendering="crispEdges"' if crisp else ""
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            line = f' stroke="{stroke}" stroke-width="{_n(width)}"{dashed}' if stroke != "none" else ""
            self.shapes.append(f'<path d="{d}" fill="{fill}"{line}{sharp}/>')

    def line(self, points: Sequence[Point], colour: str, width: float = 1, dash: str = "") -> None:
        self.path(way(points), stroke=colour, width=width, dash=dash)

    def svg(self) -> str:
        """The whole drawing on white."""
        size = f'width="{_n(self.width)}" height="{_n(self.height)}" viewBox="0 0 {_n(self.width)} {_n(self.height)}"'
        ground = f'<rect width="{_n(self.width)}" height="{_n(self.height)}" fill="{WHITE}"/>'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}">'
        return "".join([head, ground, *self.shapes, "</svg>"])

    def png(self) -> bytes:
        """The drawing for a chat. The renderer and its Chinese font are loaded when first used."""
        from pylopdf_fonts_zh_cn import sans_path
        from resvg_py import svg_to_bytes

        font = str(sans_path())
        family = "Noto Sans SC"
        return bytes(
            svg_to_bytes(
                svg_string=self.svg().replace(FONTS, family),
                skip_system_fonts=True,
                font_files=[font],
                font_family=family,
                zoom=OF_TALL if self.height > TALL else DENSITY,
            )
        )


def way(points: Iterable[Point]) -> str:
    """A line through these points."""
    return " ".join(f"{'L' if n else 'M'}{_n(x)} {_n(y)}" for n, (x, y) in enumerate(points))


def box(x: float, y: float, width: float, height: float) -> str:
    """The outline of a rectangle."""
    return f"M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}z"


def disc(x: float, y: float, radius: float) -> str:
    """The outline of a circle."""
    r = _n(radius)
    return f"M{_n(x - radius)} {_n(y)}a{r} {r} 0 1 0 {_n(2 * radius)} 0a{r} {r} 0 1 0 {_n(-2 * radius)} 0z"


def polygon(*points: Point) -> str:
    return way(points) + "z"


def breadth(words: str, size: float) -> float:
    """About how many units these words take; Chinese letters are as wide as high."""
    return sum(size if ord(letter) > 0x2E80 else 0.58 * size for letter in words)


def _n(number: float) -> str:
    """A coordinate, with no more digits than can be seen."""
    return f"{number:.1f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"
