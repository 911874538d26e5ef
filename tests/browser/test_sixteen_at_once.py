"""Sixteen people at once: each gets their own data and nobody else's."""

from __future__ import annotations

import http.cookiejar
import re
import threading
import urllib.parse
import urllib.request

ROUNDS = 12


class Visitor:
    """A browser without a screen."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.ProxyHandler({})
        )

    def get(self, path: str) -> str:
        return self.opener.open(self.address + path, timeout=60).read().decode()

    def sign_in_as(self, username: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/sign-in/"))
        form = urllib.parse.urlencode({"username": username, "csrfmiddlewaretoken": token[1]}).encode()
        return self.opener.open(f"{self.address}/sign-in/as/", form, timeout=60).read().decode()


def test_sixteen_people_at_once_each_get_their_own_data(address):
    entrance = Visitor(address).get("/sign-in/")
    cast = re.findall(r'name="username" value="([^"]+)">([^<]+?)\s*(?:<|$)', entrance)
    names = dict(cast[:16])
    assert len(names) == 16
    everybody_is_in = threading.Barrier(16)
    wrong: list[str] = []

    def live(username: str, name: str) -> None:
        try:
            visitor = Visitor(address)
            home = visitor.sign_in_as(username)
            everybody_is_in.wait(60)
            for _ in range(ROUNDS):
                page = visitor.get("/")
                signed_in = re.search(r'<span class="whole">([^<]+)</span>', page)[1]
                if signed_in != name:
                    wrong.append(f"{username} was shown the page of {signed_in}")
                if re.search(r"<h1>[^<]*</h1>", page)[0] != re.search(r"<h1>[^<]*</h1>", home)[0]:
                    wrong.append(f"{username} was shown another page than before")
        except Exception as error:
            wrong.append(f"{username}: {error!r}")

    threads = [threading.Thread(target=live, args=each) for each in names.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert wrong == []
