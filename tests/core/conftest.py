def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "beyond_pyjwt: a promise that PyJWT does not keep; deselect it to run these tests on PyJWT",
    )
