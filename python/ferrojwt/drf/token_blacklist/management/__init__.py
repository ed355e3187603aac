"""Management of the token lists."""
