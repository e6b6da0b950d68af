"""Password hashes of existing Sealog servers."""

from typing import Any

import bcrypt
from django.contrib.auth.hashers import BCryptPasswordHasher

MOST_BYTES = 72


class ExistingServerHasher(BCryptPasswordHasher):
    """bcrypt reads 72 bytes. Existing servers cut a longer password there, where the library would raise."""

    def encode(self, password: str, salt: Any) -> str:
        data = bcrypt.hashpw(password.encode()[:MOST_BYTES], salt)
        return f"{self.algorithm}${data.decode('ascii')}"
