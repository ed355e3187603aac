"""A plugin of pytest with what drf-jwt's suite takes from older Djangos and cryptographies."""

from datetime import timezone

import django.utils.timezone
from cryptography.hazmat.primitives.asymmetric import rsa

# Django 5 has taken it out.
django.utils.timezone.utc = timezone.utc

generate_private_key = rsa.generate_private_key


def generate_larger_key(public_exponent, key_size, backend=None):
    """The suite's keys have 512 bits, which `cryptography` no longer makes."""
    return generate_private_key(public_exponent, max(key_size, 2048), backend)


rsa.generate_private_key = generate_larger_key
