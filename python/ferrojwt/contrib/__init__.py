"""One module for each library that we work with; each is imported where its library is in use."""
