"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id at 19 MiB, two passes, one lane (OWASP's first choice): 35 a second on two cores, so that a whole
    class can sign in at nine o'clock. Django's own setting manages four.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
