"""Who is at the other end: sessions with expiry, kept in memory, and a limit on guessing passwords."""

import math
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from kagemi.domain.page import Person

LASTS = 12 * 3600.0
"""Seconds: a school day."""
TRIES, OF_ADDRESS, WITHIN = 5, 50, 300.0
"""Wrong passwords of one name, or of one address (a whole school, behind a router), in so many seconds."""
ADDRESS = "address "
"""What the key of an address begins with."""
MOST = 10_000
HERE = Person("", "admin")
"""Whoever sits at the machine that serves, where no login is asked."""


@dataclass
class Session:
    """Somebody's browser; `token` proves that a form comes from a page of ours."""

    person: Person
    token: str
    ends: float
    looked_up: float


class Sessions:
    """All sessions of a server; a restart ends them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.here = Session(HERE, secrets.token_urlsafe(32), math.inf, math.inf)
        """The one session of the machine itself, without a login and without a cookie."""
        self._clock = clock
        self._known: dict[str, Session] = {}
        self._lock = threading.Lock()

    def begin(self, person: Person) -> tuple[str, Session]:
        """A new session and the secret for the browser's cookie; only its hash is kept."""
        now, secret = self._clock(), secrets.token_urlsafe(32)
        session = Session(person, secrets.token_urlsafe(32), now + LASTS, now)
        with self._lock:
            self._known = {k: s for k, s in self._known.items() if s.ends > now}
            while len(self._known) >= MOST:
                del self._known[next(iter(self._known))]
            self._known[_hash(secret)] = session
        return secret, session

    def find(self, secret: str, look_up: Callable[[str], Person | None]) -> Session | None:
        """The session of a cookie; twice a minute the account is looked up again."""
        session, now = self._known.get(_hash(secret)), self._clock()
        if session is None or session.ends <= now:
            return None
        if now - session.looked_up > 30:
            person = look_up(session.person.name)
            if person is None or person.password_hash != session.person.password_hash:
                self.end(secret)
                return None
            session.person, session.looked_up = person, now
        return session

    def end(self, secret: str) -> None:
        """Forget a session."""
        with self._lock:
            self._known.pop(_hash(secret), None)


class Guesses:
    """Wrong passwords of late, by name and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def begin(self, *keys: str) -> int:
        """Count a try of these keys; or the seconds until the next one is allowed, and nothing is counted.

        A try counts before its password is looked at, so that many at once are no way around the limit.
        """
        now = self._clock()
        with self._lock:
            recent = {_hash(k): [t for t in self._tries.get(_hash(k), []) if t > now - WITHIN] for k in keys}
            most = {_hash(k): OF_ADDRESS if k.startswith(ADDRESS) else TRIES for k in keys}
            waits = [t[-most[k]] + WITHIN - now for k, t in recent.items() if len(t) >= most[k]]
            if waits:
                return int(max(waits)) + 1
            for key, times in recent.items():
                self._tries.pop(key, None)
                self._tries[key] = [*times, now]
            while len(self._tries) > MOST:
                del self._tries[next(iter(self._tries))]
        return 0

    def take_back(self, *keys: str) -> None:
        """The last try was right: it does not count. Those before it do."""
        with self._lock:
            for key in map(_hash, keys):
                times = self._tries.get(key, [])[:-1]
                self._tries[key] = times
                if not times:
                    del self._tries[key]


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
