"""The foundation's pages: look, saved views, search, the record."""
