"""A page of the manual as HTML. markdown-it escapes everything: raw HTML is not enabled, so nothing else comes out."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML

from cctv_admin.manual.pages import _MARKDOWN, MANUAL, anchor_of, slug_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from cctv_admin.manual.pages import Page

PNG_SIZE = slice(16, 24)


class _Renderer(RendererHTML):
    """Headings with anchors, links into the product, pictures from the static files."""

    def heading_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        tokens[index].attrSet("id", anchor_of(words_of(tokens[index + 1])))
        return self.renderToken(tokens, index, options, env)

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        tokens[index].attrSet("href", _address(str(tokens[index].attrs["href"])))
        return self.renderToken(tokens, index, options, env)

    def image(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[index]
        name = str(token.attrs["src"])
        try:
            address = static(f"manual/{name.removeprefix('pictures/')}")
        except ValueError:  # not collected yet: nobody's help is lost to a picture
            return escapeHtml(token.content)
        width, height = struct.unpack(">II", (MANUAL / name).read_bytes()[PNG_SIZE])
        token.attrs |= {"src": address, "width": width, "height": height}
        return f'<a class="shot" href="{address}">{super().image(tokens, index, options, env)}</a>'


def html_of(page: Page) -> SafeString:
    """Return the text of `page` below its title."""
    renderer = _Renderer(_MARKDOWN)
    return mark_safe(renderer.render(page.tokens, _MARKDOWN.options, {}))  # noqa: S308 markdown-it escapes


def _address(href: str) -> str:
    """Return where a link leads here: another page of the manual, or what it says."""
    name, mark, anchor = href.partition("#")
    slug = slug_of(name)
    return f"{reverse('help-page', args=[slug])}{mark}{anchor}" if slug else href
