"""What holds for every answer of the web side: headers that allow nothing foreign, and no forged form."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.site import Site

POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "frame-src 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
}
KEPT = "public, max-age=31536000, immutable"
"""Our own files carry the fingerprint of their content in the address."""
HARMLESS = ("GET", "HEAD", "OPTIONS")


class Guard:
    """Pure ASGI, so that it stands around errors too."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                ours = scope["path"].startswith("/static/") and message["status"] == 200
                headers.setdefault("cache-control", KEPT if ours else "no-store")
                if self._site.is_https:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        if scope["method"] not in HARMLESS and is_forged(Headers(scope=scope), self._site.origin):
            from bot.web import error_page  # it stands above the guard

            await error_page(self._site, Request(scope), 403)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def is_forged(headers: Headers, origin: str) -> bool:
    """Whether a form was sent from another site. Browsers that say nothing about it are held by `SameSite` cookies.

    `Sec-Fetch-Site` decides where it is sent; `Origin` is “null” on our own forms, since we send no referrer.
    """
    if (site := headers.get("sec-fetch-site")) is not None:
        return site not in ("same-origin", "none")
    sent = headers.get("origin", "null")
    return sent not in ("null", origin) and urlsplit(sent).netloc != headers.get("host")
