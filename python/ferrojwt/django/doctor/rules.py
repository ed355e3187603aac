"""The one table of what the doctor looks for; ``docs/DOCTOR.md`` explains the same ids.

Each rule names the rows of the tutorials' table (``docs/TUTORIALS.md``) whose mistake it finds; one
finds none of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - the fields of a dataclass


@dataclass(frozen=True)
class Place:
    """A line of a file; 0 stands for the file as a whole."""

    path: Path
    line: int = 0


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and what to write instead.

    id: of a rule below, or of a system check (``docs/CHECKS.md``).
    rows: of the tutorials' table.
    message, fix: one sentence or two, and code; neither holds a key or a token.
    """

    id: str
    rows: tuple[int, ...]
    title: str
    place: Place
    message: str
    fix: str


@dataclass(frozen=True)
class Rule:
    """What the doctor looks for.

    id: stays as it is, since projects silence it by this name (``SILENCED_SYSTEM_CHECKS``).
    rows: of the tutorials' table.
    title: one line, for the documentation.
    deploy: whether it is asked for with ``--deploy``.
    """

    id: str
    rows: tuple[int, ...]
    title: str
    deploy: bool = False

    def broken(self, place: Place, message: str, fix: str) -> Finding:
        """Return the finding for a place that breaks the rule."""
        return Finding(self.id, self.rows, self.title, place, message, fix)


# The project as a whole
NO_SETTINGS = Rule("ferrojwt.D001", (18, 27, 45, 56), "the settings cannot be read")
NO_APPS = Rule("ferrojwt.D002", (2,), "the applications cannot be loaded")
SYNTAX = Rule("ferrojwt.D003", (90,), "a file is not Python")
SHADOW = Rule("ferrojwt.D004", (29,), "a file of the project hides the package jwt")
ABANDONED = Rule("ferrojwt.D005", (1,), "a requirement that pins PyJWT to a vulnerable version")
NOT_IMPORTED = Rule(
    "ferrojwt.D006", (4, 13, 18, 24, 27, 39, 45, 56, 61, 90), "a name is used and never imported"
)
ELLIPSIS = Rule("ferrojwt.D007", (90,), "... among the URL patterns")
NO_URLS = Rule("ferrojwt.D008", (4, 16, 24, 61, 90), "the URLs cannot be imported")
NO_CLASS = Rule("ferrojwt.D009", (3,), "a class in REST_FRAMEWORK cannot be imported")

# Settings
WRONG_HOME = Rule("ferrojwt.D010", (3,), "JSONWebTokenAuthentication is not in rest_framework")
OUTSIDE = Rule("ferrojwt.D011", (18,), "a setting of JWT_AUTH stands outside it, and is ignored")
NO_KEY = Rule("ferrojwt.D012", (28,), "the key of jwt.encode or jwt.decode is not set")
NO_BEARER = Rule("ferrojwt.D013", (48,), "a Bearer token is ignored, and everyone is let in")
OPEN = Rule("ferrojwt.D014", (51,), "views let everyone in by default")
USER_MODEL = Rule("ferrojwt.D015", (57,), "a user model without AUTH_USER_MODEL")
HTML_ONLY = Rule("ferrojwt.D016", (58,), "tokens are rendered as HTML only")
NO_TEMPLATES = Rule("ferrojwt.D017", (92,), "the browsable API without its application")
LITERAL_KEY = Rule("ferrojwt.D018", (80,), "a key stands in the source")
SHARED_KEY = Rule("ferrojwt.D019", (80,), "SECRET_KEY signs the tokens (--deploy)", deploy=True)
NO_HTTPS = Rule("ferrojwt.D020", (83,), "HTTPS is not enforced (--deploy)", deploy=True)
NO_PARTIES = Rule(
    "ferrojwt.D021", (86,), "tokens name no issuer or no audience (--deploy)", deploy=True
)
ASSIGNED_TWICE = Rule("ferrojwt.D022", (), "a dict of settings is assigned twice")

# Tokens that are made and read by hand
NO_EXPIRY = Rule("ferrojwt.D030", (7,), "a token that never expires")
DECODED_TWICE = Rule("ferrojwt.D031", (6,), "jwt.encode returns text, which has no decode()")
ANY_ALGORITHM = Rule("ferrojwt.D032", (9,), "jwt.decode without algorithms refuses every token")
BARE_EXCEPT = Rule("ferrojwt.D033", (11,), "a bare except takes every mistake for a bad token")
UTCNOW = Rule("ferrojwt.D034", (14,), "datetime.utcnow is deprecated")
UNBOUND = Rule("ferrojwt.D035", (23,), "the claims of a refused token are used")
OBJECT_CLAIM = Rule("ferrojwt.D036", (30,), "a user object as a claim")
WRONG_ISSUER = Rule("ferrojwt.D037", (31,), "an issuer that is not a text")
ANY_ISSUER = Rule("ferrojwt.D038", (35,), "the issuer is written and never checked")
CLAIMS_OR_RESPONSE = Rule("ferrojwt.D039", (37,), "a function returns claims or a response")
PERSONAL = Rule("ferrojwt.D040", (79,), "personal data in a token")

# Views and middleware
SPLIT_HEADER = Rule("ferrojwt.D050", (12,), "a request without a token raises IndexError")
DECORATOR_ORDER = Rule("ferrojwt.D051", (16,), "a policy decorator stands above api_view")
CLOSED_REGISTRATION = Rule("ferrojwt.D052", (59,), "a registration that asks for a token")
UNPACKED_NONE = Rule("ferrojwt.D053", (65,), "a request without a token raises TypeError")
UNCAUGHT = Rule("ferrojwt.D054", (66,), "a bad token raises in a middleware")
REDIRECT = Rule("ferrojwt.D055", (67, 68), "login_required on a view for tokens")
NO_API_VIEW = Rule("ferrojwt.D056", (69,), "a policy decorator without api_view")

# Revocation
REVOKED_AS_NONE = Rule("ferrojwt.D060", (74,), "a revoked token stays valid")
RAW_TOKEN_KEY = Rule("ferrojwt.D061", (75,), "a whole token as the key of a cache")
FORGETFUL_CACHE = Rule("ferrojwt.D062", (76,), "revoked tokens in a cache that forgets")

RULES = (
    NO_SETTINGS,
    NO_APPS,
    SYNTAX,
    SHADOW,
    ABANDONED,
    NOT_IMPORTED,
    ELLIPSIS,
    NO_URLS,
    NO_CLASS,
    WRONG_HOME,
    OUTSIDE,
    NO_KEY,
    NO_BEARER,
    OPEN,
    USER_MODEL,
    HTML_ONLY,
    NO_TEMPLATES,
    LITERAL_KEY,
    SHARED_KEY,
    NO_HTTPS,
    NO_PARTIES,
    ASSIGNED_TWICE,
    NO_EXPIRY,
    DECODED_TWICE,
    ANY_ALGORITHM,
    BARE_EXCEPT,
    UTCNOW,
    UNBOUND,
    OBJECT_CLAIM,
    WRONG_ISSUER,
    ANY_ISSUER,
    CLAIMS_OR_RESPONSE,
    PERSONAL,
    SPLIT_HEADER,
    DECORATOR_ORDER,
    CLOSED_REGISTRATION,
    UNPACKED_NONE,
    UNCAUGHT,
    REDIRECT,
    NO_API_VIEW,
    REVOKED_AS_NONE,
    RAW_TOKEN_KEY,
    FORGETFUL_CACHE,
)

# The system checks that find a row of the table.
ROWS_OF_CHECKS = {
    "ferrojwt.E005": (47,),
    "ferrojwt.W002": (55,),
    "ferrojwt.W007": (76,),
    "ferrojwt.W008": (53,),
}
