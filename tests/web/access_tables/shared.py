"""Pages that belong to no audience."""

from access_tables.rows import EVERYBODY, GET, NOT_THERE, OPEN, POST, SEE_OTHER, Row, only
from school import ROLES

TABLE = [
    Row("sign_in", GET, {**dict.fromkeys(ROLES, SEE_OTHER), "nobody": OPEN}),
    Row("sign_in_as", POST, dict.fromkeys(EVERYBODY, NOT_THERE)),
    Row("sign_out", POST, dict.fromkeys(EVERYBODY, SEE_OTHER)),
    Row("set_language", POST, dict.fromkeys(EVERYBODY, SEE_OTHER)),
    Row("home", GET, only(*ROLES, then=SEE_OTHER)),
    Row("search", GET, only(*ROLES)),
    Row("gallery", GET, only("teacher", "other_teacher", "coach", "leader", "administrator")),
    Row("model", GET, only("teacher", "other_teacher", "coach", "leader", "administrator")),
]
