"""The wizard as a person without JavaScript meets it: every page is read for its fields, and sent on with them."""

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from caunoi.kit import clock

SEND = "/feedback/send/"
STORY = "Bộ phận một cửa xã Mỹ Đức hẹn trả giấy khai sinh ngày 5/11 nhưng đến nay chưa có, tôi phải đi lại ba lần."


class Fields(HTMLParser):
    """What the first form of a page that goes to an address would send if nothing were touched."""

    def __init__(self, html: str, action: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self._action, self._is_in, self._area, self._select = action, False, "", ""
        self._was_in = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_in = given.get("action") == self._action and not self._was_in
            self._was_in = self._was_in or self._is_in
        if not self._is_in:
            return
        name, value = given.get("name", ""), given.get("value", "")
        is_box = given.get("type") in {"radio", "checkbox"}
        if tag == "input" and name and given.get("type") != "file" and (not is_box or "checked" in given):
            self.values.setdefault(name, []).append(value or ("on" if is_box else ""))
        if tag == "button" and name:
            self.buttons.append((name, value))
        if tag == "textarea":
            self._area = name
            self.values[name] = [""]
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in given:
            self.values[self._select] = [value]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "form":
            self._is_in = False


def fields_of(response: HttpResponse, action: str = SEND) -> dict[str, Any]:
    return Fields(response.content.decode(), action).values


class Writer:
    """Somebody who goes through the wizard; `page` is what they look at. Time passes between pages."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.at = clock.now()
        self.page = self.client.get(SEND)

    @property
    def text(self) -> str:
        return self.page.content.decode()

    @property
    def step(self) -> str:
        return fields_of(self.page).get("step", [""])[0]

    def go(self, go: str = "next", **answers: Any) -> HttpResponse:
        """Press a button of the page with these answers."""
        fields = fields_of(self.page) | {"go": go} | answers
        fields.pop("csrfmiddlewaretoken", None)
        self.page = self.post(fields)
        return self.page

    def post(self, fields: dict[str, Any], seconds: int = 8) -> HttpResponse:
        """Send fields, some seconds after what was sent before."""
        self.at += timedelta(seconds=seconds)
        with clock.frozen(self.at):
            return self.client.post(SEND, fields)

    def to_check(self, text: str = STORY, body: str = "unknown", **answers: Any) -> None:
        """Answer everything plainly, up to the last page."""
        plain = {"identity": "RECEIPT"} | answers
        self.go(text=text)
        if self.step == "doors":
            self.go()
        self.go(body=body)
        self.go(**{name: value for name, value in plain.items() if name in {"place", "union", "about_body", "people"}})
        if self.step == "alike":
            self.go()
        self.go()
        kept = {"identity", "name", "contact", "consent_use", "consent_public", "clerk_channel", "has_printed_receipt"}
        self.go(**{name: value for name, value in plain.items() if name in kept})

    def receipt(self) -> str:
        """The code on the page."""
        return fields_of(self.page, "/feedback/follow/kept/")["receipt"][0]
