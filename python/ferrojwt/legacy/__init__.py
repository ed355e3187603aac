"""What old tutorials and old projects use: ``rest_framework_jwt``, and PyJWT 1.x's conventions."""
